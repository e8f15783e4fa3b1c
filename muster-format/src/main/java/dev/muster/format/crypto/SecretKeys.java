package dev.muster.format.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What is done with secret keys besides encrypting content: agree, derive, wrap, authenticate. */
public final class SecretKeys {
    private static final int BLOCK = 16;

    private SecretKeys() {}

    /** The shared secret of ECDH (EC keys, x coordinate in full width) or X25519 and X448 (RFC 7748). */
    public static byte[] agree(Crypto crypto, PrivateKey own, PublicKey other) {
        String name = own.getAlgorithm().equals("EC") ? "ECDH" : "XDH";
        try {
            KeyAgreement agreement = crypto.keyAgreement(name);
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("keys do not agree", e);
        }
    }

    /** HKDF (RFC 5869): extract with the salt, expand with the info. */
    public static byte[] hkdf(HashName hash, byte[] secret, byte[] salt, byte[] info, int length) {
        try {
            HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(secret);
            if (salt.length > 0) {
                extract.addSalt(salt);
            }
            return KDF.getInstance(hash.hkdf()).deriveData(extract.thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot derive a key", e);
        }
    }

    /** The expansion of HKDF with AES-CBC-MAC in place of HMAC (RFC 9053 §5.1), under a key of 16 or 32 bytes. */
    public static byte[] expandAes(Crypto crypto, byte[] key, byte[] info, int length) {
        int blocks = (length + BLOCK - 1) / BLOCK;
        if (blocks > 255) {
            throw new CryptoException("a key of " + length + " bytes cannot be expanded");
        }
        byte[] all = new byte[blocks * BLOCK];
        byte[] last = new byte[0];
        for (int i = 0; i < blocks; i++) {
            byte[] message = Arrays.copyOf(last, last.length + info.length + 1);
            System.arraycopy(info, 0, message, last.length, info.length);
            message[message.length - 1] = (byte) (i + 1);
            last = cbcMac(crypto, key, message, BLOCK);
            System.arraycopy(last, 0, all, i * BLOCK, BLOCK);
        }
        return Arrays.copyOf(all, length);
    }

    /** AES key wrap (RFC 3394). */
    public static byte[] wrap(Crypto crypto, byte[] wrapping, byte[] key) {
        try {
            Cipher cipher = crypto.cipher("AES/KW/NoPadding");
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapping, "AES"));
            return cipher.wrap(new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot wrap", e);
        }
    }

    /** Opens an AES key wrap; empty when its integrity check fails. */
    public static Optional<byte[]> unwrap(Crypto crypto, byte[] wrapping, byte[] wrapped) {
        try {
            Cipher cipher = crypto.cipher("AES/KW/NoPadding");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrapping, "AES"));
            return Optional.of(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (InvalidKeyException wrong) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot unwrap", e);
        }
    }

    /** HMAC (RFC 2104), the first {@code length} bytes of it. */
    public static byte[] hmac(Crypto crypto, HashName hash, byte[] key, byte[] message, int length) {
        try {
            Mac mac = crypto.mac(hash.hmac());
            mac.init(new SecretKeySpec(key, hash.hmac()));
            return Arrays.copyOf(mac.doFinal(message), length);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot authenticate", e);
        }
    }

    /** AES-CBC-MAC (RFC 9053 §3.2): the last block under a zero IV and zero padding, the first {@code length} bytes. */
    public static byte[] cbcMac(Crypto crypto, byte[] key, byte[] message, int length) {
        try {
            Cipher cipher = crypto.cipher("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
            int padded = Math.max(BLOCK, (message.length + BLOCK - 1) / BLOCK * BLOCK);
            byte[] blocks = cipher.doFinal(Arrays.copyOf(message, padded));
            return Arrays.copyOfRange(blocks, padded - BLOCK, padded - BLOCK + length);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot authenticate", e);
        }
    }
}
