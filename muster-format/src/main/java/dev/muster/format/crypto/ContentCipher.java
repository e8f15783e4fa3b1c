package dev.muster.format.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric cipher with its sizes fixed.
 *
 * @param transformation name for the JCA
 * @param keyBytes length of the key
 * @param nonceBytes length of the nonce
 * @param tagBytes length of the authentication tag, 0 for a cipher that authenticates nothing
 */
public record ContentCipher(String transformation, int keyBytes, int nonceBytes, int tagBytes) {
    /** True when the cipher detects every change of ciphertext and associated data. */
    public boolean authenticates() {
        return tagBytes > 0;
    }

    /** Encrypts; the tag, if any, is the end of the result. A nonce must never be used twice with one key. */
    public byte[] encrypt(Crypto crypto, byte[] key, byte[] nonce, byte[] associated, byte[] plain) {
        try {
            return engine(crypto, Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot encrypt with " + transformation, e);
        }
    }

    /** Decrypts; empty when the tag or the padding is wrong. */
    public Optional<byte[]> decrypt(Crypto crypto, byte[] key, byte[] nonce, byte[] associated, byte[] cipher) {
        // Padding makes at least one block of nothing.
        if (cipher.length < tagBytes || (transformation.contains("PKCS5Padding") && cipher.length == 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    engine(crypto, Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(cipher));
        } catch (BadPaddingException | IllegalBlockSizeException wrong) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot decrypt with " + transformation, e);
        }
    }

    private Cipher engine(Crypto crypto, int mode, byte[] key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        if (key.length != keyBytes || nonce.length != nonceBytes) {
            throw new CryptoException("key of %d and nonce of %d bytes do not fit %s"
                    .formatted(key.length, nonce.length, transformation));
        }
        boolean gcm = transformation.contains("GCM") || transformation.contains("CCM");
        AlgorithmParameterSpec parameters =
                gcm ? new GCMParameterSpec(8 * tagBytes, nonce) : new IvParameterSpec(nonce);
        Cipher engine = crypto.cipher(transformation);
        String name = transformation.startsWith("AES") ? "AES" : "ChaCha20";
        engine.init(mode, new SecretKeySpec(key, name), parameters);
        if (authenticates()) {
            engine.updateAAD(associated);
        }
        return engine;
    }
}
