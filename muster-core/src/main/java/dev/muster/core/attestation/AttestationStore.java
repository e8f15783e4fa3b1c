package dev.muster.core.attestation;

import dev.muster.core.devices.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What attestation must know of one organisation. Everything here is a fold over its entries. */
public interface AttestationStore {
    /** The keys of makers, by thumbprint. */
    List<MakerAnchor> makers();

    /** Whether this manifest, by SHA-256 in hexadecimal, was accepted before. */
    boolean hasManifest(String digest);

    /** Id of the reference set as it is now; {@link ReferenceSet#EMPTY_ID} in the beginning. */
    String referenceSetId();

    /** The reference set as it is now. */
    ReferenceSet references();

    /** Whether evidence with this nonce was appraised before. Nonces that ended long ago may be forgotten. */
    boolean nonceUsed(byte[] nonce);

    /** What the register says this device is; empty when it is not there. */
    Optional<Origin> origin(DeviceId device);

    /** The last refusal of this device that left an entry. */
    Optional<LastRefusal> lastRefusal(DeviceId device);

    /** How far the device had counted; empty before its first evidence that counts, and after a person let it go on. */
    Optional<Counters> counters(DeviceId device);

    /** The last reference value that the device agreed with and has not left since; empty before the first. */
    Optional<Match> lastAgreed(DeviceId device);

    /** The organisation's own rules; {@link PolicyTable#NONE} in the beginning. */
    PolicyTable policy();

    /** The shared key with this id that counts; empty when there is none, or it was removed. */
    Optional<ImportedKeys.Imported> importedKey(String id);

    /** How many shared keys of one owner count. */
    int importedKeys(ImportedKeys.Owner owner);

    /** Maker and model of a device's product. */
    record Origin(String maker, String model) {}

    /** @param at when it was refused */
    record LastRefusal(String code, Instant at) {}
}
