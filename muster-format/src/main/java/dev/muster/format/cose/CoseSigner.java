package dev.muster.format.cose;

import dev.muster.format.crypto.Crypto;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A private key bound to one algorithm, wherever it lives. */
public interface CoseSigner {
    /** The algorithm to put into the header. */
    CoseAlgorithm algorithm();

    /** The identifier to put into the header. */
    Optional<byte[]> kid();

    /** The raw COSE signature over these bytes. */
    byte[] sign(byte[] toBeSigned);

    /** A signer for a key of the JCA, in a file or a token. */
    static CoseSigner of(CoseAlgorithm algorithm, PrivateKey key, Optional<byte[]> kid) {
        return of(Crypto.standard(), algorithm, key, kid);
    }

    /** The same with chosen providers. */
    static CoseSigner of(Crypto crypto, CoseAlgorithm algorithm, PrivateKey key, Optional<byte[]> kid) {
        PrivateKey prepared = crypto.prepare(algorithm.scheme(), key);
        return new Keyed(algorithm, kid, bytes -> crypto.sign(algorithm.scheme(), prepared, bytes));
    }

    /** The same bytes signed again give the same signature: {@link Crypto#signRepeatably}. Slower. */
    static CoseSigner repeatable(CoseAlgorithm algorithm, PrivateKey key, Optional<byte[]> kid) {
        return new Keyed(algorithm, kid, bytes -> Crypto.standard().signRepeatably(algorithm.scheme(), key, bytes));
    }

    /** With a key that it can use. */
    record Keyed(CoseAlgorithm algorithm, Optional<byte[]> kid, UnaryOperator<byte[]> signing) implements CoseSigner {
        @Override
        public byte[] sign(byte[] toBeSigned) {
            return signing.apply(toBeSigned);
        }
    }
}
