package dev.muster.format.attest.tpm;

import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/**
 * The public area of a key (TPMT_PUBLIC, part 2 §12.2.4).
 *
 * @param nameHash the hash of its name
 * @param attributes TPMA_OBJECT
 * @param policy hash of the policy that its use asks for; may be empty
 * @param key the public key
 * @param area the TPMT_PUBLIC as received, over which the name is made
 */
public record TpmPublic(TpmHash nameHash, int attributes, byte[] policy, PublicKey key, byte[] area) {
    private static final int RSA = 0x0001;
    private static final int ECC = 0x0023;
    private static final int NULL = 0x0010;
    private static final int FIXED_TPM = 1 << 1;
    private static final int FIXED_PARENT = 1 << 4;
    private static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
    private static final int RESTRICTED = 1 << 16;
    private static final int DECRYPT = 1 << 17;
    private static final int SIGN = 1 << 18;
    private static final int RSA_DEFAULT_EXPONENT = 65_537;
    private static final int RSA_BITS_MIN = 2_048;

    /** Schemes of a signature that say nothing but their hash; ECDAA (0x001A) has a counter besides. */
    private static final int ECDAA = 0x001A;

    /** Reads a TPM2B_PUBLIC, or a bare TPMT_PUBLIC as older tools wrote it. */
    public static TpmPublic parse(byte[] bytes) {
        if (bytes.length < 4) {
            throw new TpmException("a public area has more than " + bytes.length + " bytes", "/", 0);
        }
        boolean sized = ByteBuffer.wrap(bytes).getShort() == bytes.length - 2;
        TpmCursor outer = TpmCursor.of(bytes);
        byte[] area = sized ? outer.sized("publicArea") : bytes;
        TpmCursor in = TpmCursor.of(area);
        int type = in.u16("type");
        TpmHash hash = TpmHash.require(in, "nameAlg");
        int attributes = in.i32("objectAttributes");
        byte[] policy = in.sized("authPolicy");
        PublicKey key = switch (type) {
            case ECC -> ecc(in);
            case RSA -> rsa(in);
            default -> throw in.fault("a key of type 0x" + Integer.toHexString(type) + " signs nothing here", "type");
        };
        in.end("public area");
        return new TpmPublic(hash, attributes, policy, key, area);
    }

    private static void schemes(TpmCursor in) {
        int cipher = in.u16("symmetric");
        if (cipher != NULL) {
            in.u16("symmetric/keyBits");
            in.u16("symmetric/mode");
        }
        scheme(in, "scheme");
    }

    private static void scheme(TpmCursor in, String field) {
        int scheme = in.u16(field);
        if (scheme != NULL) {
            in.u16(field + "/hash");
            if (scheme == ECDAA) {
                in.u16(field + "/count");
            }
        }
    }

    private static PublicKey ecc(TpmCursor in) {
        schemes(in);
        int curve = in.u16("curveID");
        scheme(in, "kdf");
        byte[] x = in.sized("unique/x");
        byte[] y = in.sized("unique/y");
        Optional<Curve> named = Optional.ofNullable(
                switch (curve) {
                    case 3 -> Curve.P256;
                    case 4 -> Curve.P384;
                    case 5 -> Curve.P521;
                    default -> null;
                });
        Curve known = named.orElseThrow(
                () -> in.fault("the curve 0x" + Integer.toHexString(curve) + " is not known", "curveID"));
        try {
            return known.publicKey(padded(x, known.width()), padded(y, known.width()));
        } catch (CryptoException off) {
            throw in.fault(String.valueOf(off.getMessage()), "unique");
        }
    }

    private static byte[] padded(byte[] coordinate, int width) {
        byte[] wide = new byte[Math.max(width, coordinate.length)];
        System.arraycopy(coordinate, 0, wide, wide.length - coordinate.length, coordinate.length);
        return wide;
    }

    private static PublicKey rsa(TpmCursor in) {
        schemes(in);
        int bits = in.u16("keyBits");
        int exponent = in.i32("exponent");
        byte[] modulus = in.sized("unique");
        BigInteger n = new BigInteger(1, modulus);
        if (n.bitLength() != bits || bits < RSA_BITS_MIN) {
            throw in.fault("a modulus of " + n.bitLength() + " bits in a key of " + bits, "unique");
        }
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(
                            n,
                            BigInteger.valueOf(
                                    exponent == 0 ? RSA_DEFAULT_EXPONENT : Integer.toUnsignedLong(exponent))));
        } catch (GeneralSecurityException unusable) {
            throw in.fault("not an RSA key", "unique");
        }
    }

    /** The name of the key: its hash algorithm and the hash over its area (part 1 §16). */
    public byte[] name() {
        byte[] digest = nameHash.digest(area);
        return ByteBuffer.allocate(2 + digest.length)
                .putShort((short) nameHash.id())
                .put(digest)
                .array();
    }

    /** Whether it signs only what its TPM made, and cannot leave it: what makes a key an attestation key. */
    public boolean isAttestationKey() {
        int wanted = FIXED_TPM | RESTRICTED | SIGN;
        return (attributes & wanted) == wanted && (attributes & DECRYPT) == 0;
    }

    /** Whether the TPM itself made it, and it cannot leave the TPM, and it signs and does nothing else. */
    public boolean isSigningKeyOfThisTpm() {
        int wanted = FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN | SIGN;
        return (attributes & wanted) == wanted && (attributes & DECRYPT) == 0;
    }

    /** Whether it is what an endorsement key is: bound to its TPM, and decrypts only what the TPM may see. */
    public boolean isEndorsementKey() {
        int wanted = FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN | RESTRICTED | DECRYPT;
        return (attributes & wanted) == wanted && (attributes & SIGN) == 0;
    }
}
