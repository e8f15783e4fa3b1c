package dev.muster.format.cose;

import dev.muster.format.crypto.Crypto;
import java.security.PrivateKey;
import java.util.Optional;

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
        return new CoseSigner() {
            @Override
            public CoseAlgorithm algorithm() {
                return algorithm;
            }

            @Override
            public Optional<byte[]> kid() {
                return kid;
            }

            @Override
            public byte[] sign(byte[] toBeSigned) {
                return crypto.sign(algorithm.scheme(), prepared, toBeSigned);
            }
        };
    }
}
