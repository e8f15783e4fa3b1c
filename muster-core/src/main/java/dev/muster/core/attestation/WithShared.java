package dev.muster.core.attestation;

import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.format.attest.corim.Environment;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** Keys, and shared ones beside them. */
public record WithShared(EvidenceKeys own, SharedKeys register) implements EvidenceKeys {
    @Override
    public List<SharedKey> shared(Environment stated) {
        return register.of(stated);
    }

    @Override
    public Optional<PublicKey> enrolled() {
        return own.enrolled();
    }

    @Override
    public List<PublicKey> attesters(Environment stated) {
        return own.attesters(stated);
    }

    @Override
    public List<byte[]> keyIds(Environment stated) {
        return own.keyIds(stated);
    }

    @Override
    public Optional<PublicKey> channel() {
        return own.channel();
    }

    @Override
    public Optional<KeyHome> activated(byte[] name) {
        return own.activated(name);
    }

    @Override
    public Optional<Environment> device() {
        return own.device();
    }
}
