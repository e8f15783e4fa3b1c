package dev.muster.format.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ExhaustedPrivateKeyException;
import org.bouncycastle.crypto.generators.HSSKeyPairGenerator;
import org.bouncycastle.crypto.params.HSSKeyGenerationParameters;
import org.bouncycastle.crypto.params.HSSPrivateKeyParameters;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.crypto.signers.HSSSigner;

/**
 * A hash-based key with a state (HSS/LMS, RFC 8554: one level, SHA-256/M32, W4), by BouncyCastle. Each index signs once: two
 * signatures with one index give the key away. So nothing here signs with the key itself. {@link #reserve} moves it past an
 * index and gives what may sign once with that one; whoever holds the key makes the new {@link #state} durable before the
 * signature is made. An index that was reserved and not used is lost, which does no harm. Not thread-safe.
 */
public final class HssKey {
    /** Bytes of a state: nothing that this class writes is near it. */
    private static final int MOST_STATE_BYTES = 64 * 1024;

    /** The state of a key that has signed as often as it may: BouncyCastle reads none that it wrote of such a key. */
    private static final byte[] EXHAUSTED = "exhausted".getBytes(StandardCharsets.US_ASCII);

    private static final String NO_MORE = "the key has signed as often as it may";

    private final HSSPrivateKeyParameters key;

    private HssKey(HSSPrivateKeyParameters key) {
        this.key = key;
    }

    /**
     * A fresh key.
     *
     * @param height 5, 10 or 15: it signs 2^height times. Making 15, and loading it, takes 32,768 one-time keys
     */
    public static HssKey generate(int height, SecureRandom random) {
        LMSigParameters tree = switch (height) {
            case 5 -> LMSigParameters.lms_sha256_n32_h5;
            case 10 -> LMSigParameters.lms_sha256_n32_h10;
            case 15 -> LMSigParameters.lms_sha256_n32_h15;
            default -> throw new CryptoException("a tree of height " + height + ": 5, 10 or 15");
        };
        HSSKeyPairGenerator generator = new HSSKeyPairGenerator();
        generator.init(new HSSKeyGenerationParameters(
                new LMSParameters[] {new LMSParameters(tree, LMOtsParameters.sha256_n32_w4)}, random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new HssKey((HSSPrivateKeyParameters) pair.getPrivate());
    }

    /** @throws CryptoException when these bytes are no {@link #state}, or that of a key that has no index left */
    public static HssKey parse(byte[] state) {
        if (Arrays.equals(state, EXHAUSTED)) {
            throw new CryptoException(NO_MORE);
        }
        if (state.length > MOST_STATE_BYTES) {
            throw new CryptoException("a key of " + state.length + " bytes");
        }
        try {
            return new HssKey(HSSPrivateKeyParameters.getInstance(state));
        } catch (IOException | RuntimeException e) {
            throw new CryptoException("no HSS key: " + e.getMessage());
        }
    }

    /** RFC 8554 §3.3: the number of levels, then the root's LMS public key. */
    public byte[] publicKey() {
        try {
            return key.getPublicKey().getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
    }

    /** The index that the next reservation gets. */
    public long index() {
        return key.getIndex();
    }

    /** How often it signs yet. */
    public long left() {
        return key.getUsagesRemaining();
    }

    /** What must be durable before anything that was reserved is used; secret. */
    public byte[] state() {
        if (left() < 1) {
            return EXHAUSTED.clone();
        }
        try {
            return key.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
    }

    /**
     * Takes the next index.
     *
     * @throws CryptoException when none is left
     */
    public OneTime reserve() {
        if (left() < 1) {
            throw new CryptoException(NO_MORE);
        }
        long index = key.getIndex();
        return new OneTime(index, key.extractKeyShard(1));
    }

    /** What signs one message and nothing after that. */
    public static final class OneTime {
        private final long index;
        private final HSSPrivateKeyParameters shard;

        private OneTime(long index, HSSPrivateKeyParameters shard) {
            this.index = index;
            this.shard = shard;
        }

        public long index() {
            return index;
        }

        /**
         * RFC 8554 §6.4.
         *
         * @throws CryptoException the second time
         */
        public byte[] sign(byte[] message) {
            HSSSigner signer = new HSSSigner();
            signer.init(true, shard);
            try {
                return signer.generateSignature(message);
            } catch (ExhaustedPrivateKeyException e) {
                throw new CryptoException("this index has signed already");
            }
        }
    }
}
