package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Environment;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** The keys that may have signed a device's evidence, as a scheme asks for them. */
public interface EvidenceKeys {
    /** The key that the device was enrolled with and has just shown the possession of; empty without a session. */
    Optional<PublicKey> enrolled();

    /**
     * Attestation keys that makers registered for an environment, by attest-key or identity triples of their CoRIMs.
     *
     * @param stated what the evidence is of, as fully as it says
     */
    List<PublicKey> attesters(Environment stated);

    /** One key for everything: that of an entry, to read its evidence again. */
    static EvidenceKeys only(PublicKey key) {
        return new EvidenceKeys() {
            @Override
            public Optional<PublicKey> enrolled() {
                return Optional.of(key);
            }

            @Override
            public List<PublicKey> attesters(Environment stated) {
                return List.of(key);
            }
        };
    }

    /** The enrolled key of a session. */
    static EvidenceKeys ofSession(PublicKey enrolled) {
        return new EvidenceKeys() {
            @Override
            public Optional<PublicKey> enrolled() {
                return Optional.of(enrolled);
            }

            @Override
            public List<PublicKey> attesters(Environment stated) {
                return List.of();
            }
        };
    }
}
