package dev.muster.format.cose;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.security.PublicKey;

/**
 * A public key bound to one algorithm: a message that names another one is refused, whatever its signature.
 *
 * @param algorithm what the key may be used for
 * @param key a key that the algorithm can use
 */
public record VerificationKey(CoseAlgorithm algorithm, PublicKey key) {
    public VerificationKey {
        if (algorithm.scheme(key).isEmpty()) {
            throw new CryptoException("key is for "
                    + Keys.scheme(key).map(Enum::name).orElse(key.getAlgorithm()) + ", not for " + algorithm.label());
        }
    }

    /** Binds a key to the algorithm of its own kind: P-256 to ES256, and so on. */
    public static VerificationKey of(PublicKey key) {
        SignatureScheme scheme = Keys.scheme(key)
                .orElseThrow(() -> new CryptoException("no COSE algorithm for a key of " + key.getAlgorithm()));
        return new VerificationKey(CoseAlgorithm.of(scheme), key);
    }

    /** What is computed: for ECDSA the key's curve and the algorithm's hash. */
    public SignatureScheme scheme() {
        return algorithm.scheme(key).orElseThrow();
    }

    /** The same key in the form that the chosen provider works fastest with. */
    public VerificationKey prepared(Crypto crypto) {
        return new VerificationKey(algorithm, crypto.prepare(scheme(), key));
    }
}
