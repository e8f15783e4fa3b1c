package dev.muster.server.attestation;

import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.format.attest.corim.Environment;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The enrolled key at once, everything else when it is asked for, and then once. For one thread, which reads evidence. */
final class SessionKeys implements EvidenceKeys {
    private final PublicKey enrolled;
    private final Function<byte[], Optional<KeyHome>> activated;
    private final Supplier<EvidenceKeys> registered;
    private Optional<EvidenceKeys> read = Optional.empty();

    SessionKeys(PublicKey enrolled, Function<byte[], Optional<KeyHome>> activated, Supplier<EvidenceKeys> registered) {
        this.enrolled = enrolled;
        this.activated = activated;
        this.registered = registered;
    }

    private EvidenceKeys registered() {
        if (read.isEmpty()) {
            read = Optional.of(registered.get());
        }
        return read.get();
    }

    @Override
    public Optional<PublicKey> enrolled() {
        return Optional.of(enrolled);
    }

    /** The session is mutual TLS under the enrolled key. */
    @Override
    public Optional<PublicKey> channel() {
        return Optional.of(enrolled);
    }

    @Override
    public List<PublicKey> attesters(Environment stated) {
        return registered().attesters(stated);
    }

    @Override
    public List<byte[]> keyIds(Environment stated) {
        return registered().keyIds(stated);
    }

    @Override
    public Optional<KeyHome> activated(byte[] name) {
        return activated.apply(name);
    }

    @Override
    public Optional<Environment> device() {
        return registered().device();
    }
}
