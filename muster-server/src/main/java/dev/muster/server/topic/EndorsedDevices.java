package dev.muster.server.topic;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.ledger.sql.Tx;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;

/** Devices that are known by nothing but the endorsement key of their TPM, for the topic that gives certificates. */
public interface EndorsedDevices {

    /** What became of a claim or a proof. */
    sealed interface Outcome<T> {
        /** @param device whose TPM a list says it is */
        record Good<T>(DeviceId device, T value) implements Outcome<T> {}

        /** @param device whose TPM it was said to be; empty when no list names it */
        record Bad<T>(Refusing why, Optional<DeviceId> device) implements Outcome<T> {}
    }

    /**
     * A device's TPM opened its secret, and its attestation key certified the key of the request.
     *
     * @param endorsement digest of its endorsement key
     * @param anchor digest of the authority that certified that; empty when nobody did
     * @param attestationKey certificate for its attestation key
     * @param entry that the proof leaves, to be written with the certificate that it brings
     * @param unfit why it may not be written after all, by what one transaction sees
     */
    record Proved(
            String endorsement,
            String anchor,
            X509Certificate attestationKey,
            Draft entry,
            Function<Tx, Optional<? extends Refusing>> unfit) {}

    /** A secret that only this TPM can open. */
    Outcome<TpmActivation.Riddle> riddle(OrgId org, TpmActivation.Claim claim);

    /** A device whose TPM opened its secret. */
    @FunctionalInterface
    interface Opened {
        /** @param requested the key that a certificate is wanted for */
        Outcome<Proved> prove(PublicKey requested);
    }

    /** Whether the TPM opened its secret; nothing of a stranger's that did not is looked at further. */
    Outcome<Opened> open(OrgId org, TpmActivation.Proof proof);
}
