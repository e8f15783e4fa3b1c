package dev.muster.format.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CTR (NIST SP 800-38A §6.5) from any byte of a stream on. Not thread-safe. */
public final class CounterMode {
    /** As the JCA calls it. */
    public static final String TRANSFORMATION = "AES/CTR/NoPadding";

    private static final int BLOCK = 16;

    private final Crypto crypto;
    private final SecretKeySpec key;
    private final byte[] first;
    private Cipher engine;
    private long at;

    /**
     * @param key 16, 24 or 32 bytes
     * @param first the counter of the first block, 16 bytes
     */
    public CounterMode(Crypto crypto, byte[] key, byte[] first) {
        if (first.length != BLOCK) {
            throw new CryptoException("a counter of " + first.length + " bytes");
        }
        this.crypto = crypto;
        this.key = new SecretKeySpec(key, "AES");
        this.first = first.clone();
        this.engine = seek(0);
    }

    /**
     * Encrypts or decrypts, which is the same, in place.
     *
     * @param place of the first byte in the stream
     */
    public void apply(long place, byte[] bytes, int from, int length) {
        if (place != at) {
            engine = seek(place);
        }
        try {
            int done = engine.update(bytes, from, length, bytes, from);
            if (done != length) {
                throw new CryptoException("a stream cipher gave " + done + " of " + length + " bytes");
            }
            at = place + length;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot decrypt with " + TRANSFORMATION, e);
        }
    }

    private Cipher seek(long place) {
        try {
            Cipher made = crypto.cipher(TRANSFORMATION);
            made.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter(place / BLOCK)));
            int into = (int) (place % BLOCK);
            if (into > 0) {
                made.update(new byte[into]);
            }
            at = place;
            return made;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot begin with " + TRANSFORMATION, e);
        }
    }

    /** The first one and so many more, modulo 2^128. */
    private byte[] counter(long blocks) {
        byte[] sum = new BigInteger(1, first).add(BigInteger.valueOf(blocks)).toByteArray();
        byte[] wide = new byte[BLOCK];
        int taken = Math.min(sum.length, BLOCK);
        System.arraycopy(sum, sum.length - taken, wide, BLOCK - taken, taken);
        return wide;
    }
}
