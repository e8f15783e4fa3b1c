package dev.muster.core.ledger;

import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A COSE_Key of the rules, read once: a ledger checks thousands of signatures a second under the same few keys. */
final class NamedKey {
    private final CoseKey key;
    private final Optional<byte[]> kid;
    private final byte[] thumbprint;
    private volatile @Nullable VerificationKey prepared;

    private NamedKey(CoseKey key) {
        this.key = key;
        this.kid = key.kid();
        this.thumbprint = key.thumbprint();
    }

    /** @throws dev.muster.format.MalformedException when the bytes are no key */
    static NamedKey parse(byte[] coseKey) {
        return new NamedKey(CoseKey.parse(coseKey));
    }

    /** Whether a message with this kid means it: its own identifier, or its thumbprint (RFC 9679). */
    boolean named(byte[] id) {
        return kid.filter(own -> Arrays.equals(own, id)).isPresent() || Arrays.equals(thumbprint, id);
    }

    /** The key in the form that the chosen provider works fastest with. */
    VerificationKey verificationKey() {
        VerificationKey known = prepared;
        if (known == null) {
            known = key.verificationKey().prepared(Crypto.standard());
            prepared = known;
        }
        return known;
    }
}
