package dev.muster.format.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.jcajce.provider.asymmetric.util.ECUtil;

/**
 * ECDSA whose signature follows from key and message (RFC 6979), by BouncyCastle. The message is hashed by the JDK: of a large
 * one the provider's own hash, which no processor helps, takes most of the time.
 */
final class RepeatableEcdsa {
    private RepeatableEcdsa() {}

    /** Both numbers, each of so many bytes. */
    static byte[] sign(HashName hash, int width, PrivateKey key, byte[] message) throws GeneralSecurityException {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(digest(hash)));
        signer.init(true, ECUtil.generatePrivateKeyParameter(key));
        BigInteger[] numbers = signer.generateSignature(
                MessageDigest.getInstance(hash.digest()).digest(message));
        byte[] raw = new byte[2 * width];
        put(numbers[0], raw, width);
        put(numbers[1], raw, 2 * width);
        return raw;
    }

    private static void put(BigInteger number, byte[] into, int end) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        System.arraycopy(bytes, from, into, end - (bytes.length - from), bytes.length - from);
    }

    private static Digest digest(HashName hash) {
        return switch (hash) {
            case SHA256 -> new SHA256Digest();
            case SHA384 -> new SHA384Digest();
            case SHA512 -> new SHA512Digest();
        };
    }
}
