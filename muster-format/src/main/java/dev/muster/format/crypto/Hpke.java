package dev.muster.format.crypto;

import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;

/**
 * Hybrid public key encryption in one shot (RFC 9180 §6.1), in base mode and in PSK mode, by BouncyCastle: the JDK has
 * it only from release 26. The ephemeral key comes from BouncyCastle's own secure random source.
 */
public final class Hpke {
    private static final byte[] NONE = {};

    private Hpke() {}

    /**
     * A pre-shared key; using one authenticates the sender as somebody who has it.
     *
     * @param id names the key to the recipient, not empty
     * @param key at least 32 random bytes (RFC 9180 §9.5)
     */
    public record Psk(byte[] id, byte[] key) {
        private static final int FEWEST_BYTES = 32;

        public Psk {
            if (id.length == 0 || key.length < FEWEST_BYTES) {
                throw new CryptoException("a pre-shared key needs a name and at least " + FEWEST_BYTES + " bytes");
            }
        }
    }

    /** What travels: the encapsulated key and the ciphertext with its tag at the end. */
    public record Sealed(byte[] encapsulated, byte[] ciphertext) {}

    /**
     * Encrypts for the holder of a private key; with a pre-shared key, as one of those who have it.
     *
     * @param publicKey the recipient's, serialised as RFC 9180 §7.1.1 says
     */
    public static Sealed seal(
            HpkeSuite suite, byte[] publicKey, byte[] info, byte[] associated, Optional<Psk> psk, byte[] plain) {
        try {
            HPKE hpke = engine(suite, psk);
            byte[][] sealed = hpke.seal(
                    hpke.deserializePublicKey(exact(publicKey, suite.publicBytes())),
                    info,
                    associated,
                    plain,
                    psk.map(Psk::key).orElse(NONE),
                    psk.map(Psk::id).orElse(NONE),
                    null);
            return new Sealed(sealed[1], sealed[0]);
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new CryptoException("cannot encrypt to this key", e);
        }
    }

    /**
     * Decrypts; empty when anything of it was made with or for something else. The provider answers an encapsulated key
     * that is no point of the curve with unchecked exceptions of several kinds: that is the same answer.
     *
     * @param privateKey the recipient's, {@link HpkeSuite#width} bytes
     */
    public static Optional<byte[]> open(
            HpkeSuite suite,
            byte[] privateKey,
            byte[] encapsulated,
            byte[] info,
            byte[] associated,
            Optional<Psk> psk,
            byte[] ciphertext) {
        if (privateKey.length != suite.width()) {
            throw new CryptoException("private key of " + privateKey.length + " bytes does not fit " + suite);
        }
        try {
            HPKE hpke = engine(suite, psk);
            return Optional.of(hpke.open(
                    exact(encapsulated, suite.publicBytes()),
                    hpke.deserializePrivateKey(privateKey, null),
                    info,
                    associated,
                    ciphertext,
                    psk.map(Psk::key).orElse(NONE),
                    psk.map(Psk::id).orElse(NONE),
                    null));
        } catch (InvalidCipherTextException | RuntimeException wrong) {
            return Optional.empty();
        }
    }

    private static byte[] exact(byte[] key, int bytes) {
        if (key.length != bytes) {
            throw new CryptoException("expected " + bytes + " key bytes, found " + key.length);
        }
        return key;
    }

    private static HPKE engine(HpkeSuite suite, Optional<Psk> psk) {
        return new HPKE(
                psk.isPresent() ? HPKE.mode_psk : HPKE.mode_base, (short) suite.kem(), (short) suite.kdf(), (short)
                        suite.aead());
    }
}
