package dev.muster.format.cose;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.security.PublicKey;
import java.util.Optional;

/**
 * A public key bound to one algorithm: a message that names another one is refused, whatever its signature.
 *
 * @param algorithm what the key may be used for
 * @param key a key that the algorithm can use
 * @param scheme what is computed: for ECDSA the key's curve and the algorithm's hash
 */
public record VerificationKey(CoseAlgorithm algorithm, PublicKey key, SignatureScheme scheme) {
    public VerificationKey {
        if (!algorithm.scheme(key).equals(Optional.of(scheme))) {
            throw new CryptoException("key is not for " + scheme);
        }
    }

    /** Binds a key to an algorithm that can use it; {@link CryptoException} when it cannot. */
    public VerificationKey(CoseAlgorithm algorithm, PublicKey key) {
        this(algorithm, key, scheme(algorithm, key));
    }

    private static SignatureScheme scheme(CoseAlgorithm algorithm, PublicKey key) {
        return algorithm
                .scheme(key)
                .orElseThrow(() -> new CryptoException("key is for "
                        + Keys.scheme(key).map(Enum::name).orElse(key.getAlgorithm()) + ", not for "
                        + algorithm.label()));
    }

    /** Binds a key to the algorithm of its own kind: P-256 to ES256, and so on. */
    public static VerificationKey of(PublicKey key) {
        SignatureScheme scheme = Keys.scheme(key)
                .orElseThrow(() -> new CryptoException("no COSE algorithm for a key of " + key.getAlgorithm()));
        return new VerificationKey(CoseAlgorithm.of(scheme), key);
    }

    /** The same key in the form that the chosen provider works fastest with. */
    public VerificationKey prepared(Crypto crypto) {
        return new VerificationKey(algorithm, crypto.prepare(scheme, key));
    }
}
