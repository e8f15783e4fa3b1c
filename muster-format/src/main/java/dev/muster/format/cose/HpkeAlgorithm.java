package dev.muster.format.cose;

import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.crypto.HpkeSuite;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Algorithms of COSE-HPKE (draft-ietf-cose-hpke-27 §4): a suite, and whether it encrypts the content itself or the
 * content key for one of several recipients. The numbers are those that the draft asks IANA for.
 */
public enum HpkeAlgorithm {
    HPKE_0(35, HpkeSuite.P256_SHA256_A128GCM, true),
    HPKE_1(37, HpkeSuite.P384_SHA384_A256GCM, true),
    HPKE_2(39, HpkeSuite.P521_SHA512_A256GCM, true),
    HPKE_3(41, HpkeSuite.X25519_SHA256_A128GCM, true),
    HPKE_4(42, HpkeSuite.X25519_SHA256_CHACHA20_POLY1305, true),
    HPKE_5(43, HpkeSuite.X448_SHA512_A256GCM, true),
    HPKE_6(44, HpkeSuite.X448_SHA512_CHACHA20_POLY1305, true),
    HPKE_7(45, HpkeSuite.P256_SHA256_A256GCM, true),
    HPKE_0_KE(46, HpkeSuite.P256_SHA256_A128GCM, false),
    HPKE_1_KE(47, HpkeSuite.P384_SHA384_A256GCM, false),
    HPKE_2_KE(48, HpkeSuite.P521_SHA512_A256GCM, false),
    HPKE_3_KE(49, HpkeSuite.X25519_SHA256_A128GCM, false),
    HPKE_4_KE(50, HpkeSuite.X25519_SHA256_CHACHA20_POLY1305, false),
    HPKE_5_KE(51, HpkeSuite.X448_SHA512_A256GCM, false),
    HPKE_6_KE(52, HpkeSuite.X448_SHA512_CHACHA20_POLY1305, false),
    HPKE_7_KE(53, HpkeSuite.P256_SHA256_A256GCM, false);

    /** Key operation "derive bits" (RFC 9052 table 5): the only one a key for HPKE may name. */
    private static final long DERIVE_BITS = 8;

    private final long id;
    private final HpkeSuite suite;
    private final boolean integrated;

    HpkeAlgorithm(long id, HpkeSuite suite, boolean integrated) {
        this.id = id;
        this.suite = suite;
        this.integrated = integrated;
    }

    /** The number. */
    public long id() {
        return id;
    }

    /** The suite of RFC 9180. */
    public HpkeSuite suite() {
        return suite;
    }

    /** True when the content itself is encrypted, in COSE_Encrypt0; false when its key is, in a recipient. */
    public boolean integrated() {
        return integrated;
    }

    /** The algorithm with this number, if it is one of HPKE. */
    public static Optional<HpkeAlgorithm> of(long id) {
        for (HpkeAlgorithm algorithm : values()) {
            if (algorithm.id == id) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The algorithm that these headers name, in either map. */
    static Optional<HpkeAlgorithm> in(CoseHeaders headers) {
        return headers.any(HeaderLabel.ALG)
                .filter(alg -> alg instanceof CborInteger number && number.length() <= 5)
                .flatMap(alg -> of(alg.asLong()));
    }

    /** True when type, curve, {@code alg} and {@code key_ops} of the key allow this algorithm (draft §3.4, §4.1). */
    boolean fits(CoseKey key, boolean privatePart) {
        long type = suite.nist() ? CoseKey.EC2 : CoseKey.OKP;
        long curve = switch (suite.kem()) {
            case 0x10 -> 1;
            case 0x11 -> 2;
            case 0x12 -> 3;
            case 0x20 -> 4;
            default -> 5;
        };
        return key.kty() == type
                && key.crv() == curve
                && key.allows(id)
                && key.map()
                        .get(CoseKey.KEY_OPS)
                        .map(operations -> operations instanceof CborArray named && operations(named, privatePart))
                        .orElse(true);
    }

    private static boolean operations(CborArray named, boolean privatePart) {
        List<Long> wanted = privatePart ? List.of(DERIVE_BITS) : List.of();
        return named.items().stream()
                .map(each -> each instanceof CborInteger ? each.asLong() : 0)
                .toList()
                .equals(wanted);
    }

    /** The public key as HPKE writes it: an uncompressed point, or the bytes of X25519 and X448. */
    byte[] publicKey(CoseKey key) {
        byte[] x = key.map().require(CoseKey.X).asBytes();
        if (!suite.nist()) {
            return x;
        }
        byte[] y = key.y().asBytes();
        byte[] point = new byte[suite.publicBytes()];
        if (x.length != suite.width() || y.length != suite.width()) {
            throw new CoseException(
                    "coordinates do not fit " + this, "/", key.map().offset());
        }
        point[0] = 4;
        System.arraycopy(x, 0, point, 1, x.length);
        System.arraycopy(y, 0, point, 1 + x.length, y.length);
        return point;
    }

    /** The private key in the full width of the curve. */
    byte[] privateKey(CoseKey key) {
        byte[] d = key.map().require(CoseKey.D).asBytes();
        int missing = suite.width() - d.length;
        if (missing < 0 || (missing > 0 && !suite.nist())) {
            throw new CoseException(
                    "private key does not fit " + this, "/-4", key.map().offset());
        }
        byte[] full = Arrays.copyOfRange(d, 0, suite.width());
        System.arraycopy(d, 0, full, missing, d.length);
        Arrays.fill(full, 0, missing, (byte) 0);
        return full;
    }
}
