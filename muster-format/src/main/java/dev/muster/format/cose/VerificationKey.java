package dev.muster.format.cose;

import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.security.PublicKey;

/**
 * A public key bound to one algorithm: a message that names another one is refused, whatever its signature.
 *
 * @param algorithm what the key may be used for
 * @param key a key of that algorithm's kind
 */
public record VerificationKey(CoseAlgorithm algorithm, PublicKey key) {
    public VerificationKey {
        SignatureScheme scheme = Keys.scheme(key).orElse(null);
        if (scheme != null && scheme != algorithm.scheme()) {
            throw new CryptoException("key is for " + scheme + ", not for " + algorithm.label());
        }
    }

    /** Binds a key to the algorithm of its own kind: P-256 to ES256, and so on. */
    public static VerificationKey of(PublicKey key) {
        SignatureScheme scheme = Keys.scheme(key)
                .orElseThrow(() -> new CryptoException("no COSE algorithm for a key of " + key.getAlgorithm()));
        return new VerificationKey(CoseAlgorithm.of(scheme), key);
    }
}
