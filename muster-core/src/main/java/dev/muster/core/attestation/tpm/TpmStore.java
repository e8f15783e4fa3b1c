package dev.muster.core.attestation.tpm;

import dev.muster.core.devices.DeviceId;
import java.util.List;
import java.util.Optional;

/** What must be remembered of TPMs, for one organisation. */
public interface TpmStore {
    /** Authorities an organisation may believe; there are some dozens in the world, with their intermediates some hundred. */
    int MAX_MAKERS = 256;

    List<TpmMaker> makers();

    /** Digest of the endorsement key that a list says the device has. */
    Optional<String> listed(DeviceId device);

    /** The device that a list says has this endorsement key. */
    Optional<DeviceId> listedFor(String endorsement);

    /** The device that proved last that a key of it is in the TPM with this endorsement key. */
    Optional<DeviceId> holder(String endorsement);

    /** Whether a ticket was used. */
    boolean ticketUsed(String ticket);
}
