package dev.muster.format.crypto;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 2104) from the JDK. */
public final class HmacSha256 {
    private HmacSha256() {}

    /** The tag of 32 bytes over the parts in a row. Compare it with {@code MessageDigest.isEqual}. */
    public static byte[] of(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new CryptoException("no HMAC-SHA-256", e);
        }
    }
}
