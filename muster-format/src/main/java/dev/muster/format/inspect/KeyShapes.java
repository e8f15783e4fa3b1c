package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.SECRET;
import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * COSE_Key (RFC 9052 §7, RFC 9053 §7, RFC 8230, RFC 8778, RFC 9964). What a negative label means hangs on the key type:
 * -2 is the first coordinate of one and the private key of another, so each type has its own table.
 */
final class KeyShapes {
    private static final Shape CURVE =
            code(1, "P-256", 2, "P-384", 3, "P-521", 4, "X25519", 5, "X448", 6, "Ed25519", 7, "Ed448", 8, "secp256k1");

    private static final Map<Object, Shape.Field> COMMON = Shape.fields(
            1,
            field("kty", code(1, "OKP", 2, "EC2", 3, "RSA", 4, "Symmetric", 5, "HSS-LMS", 6, "WalnutDSA", 7, "AKP")),
            2,
            "kid",
            3,
            field("alg", CoseShapes.ALGORITHM),
            4,
            field(
                    "key_ops",
                    new Shape.ArrayOf(code(
                            1,
                            "sign",
                            2,
                            "verify",
                            3,
                            "encrypt",
                            4,
                            "decrypt",
                            5,
                            "wrap key",
                            6,
                            "unwrap key",
                            7,
                            "derive key",
                            8,
                            "derive bits",
                            9,
                            "MAC create",
                            10,
                            "MAC verify"))),
            5,
            "Base IV");

    private static final Shape.Field PRIVATE = field("d", SECRET);

    private static final Shape CURVED = with(-1, field("crv", CURVE), -2, "x", -3, "y", -4, PRIVATE);

    private static final Shape RSA = with(
            -1,
            "n",
            -2,
            "e",
            -3,
            PRIVATE,
            -4,
            field("p", SECRET),
            -5,
            field("q", SECRET),
            -6,
            field("dP", SECRET),
            -7,
            field("dQ", SECRET),
            -8,
            field("qInv", SECRET),
            -9,
            field("other", SECRET),
            -10,
            field("r_i", SECRET),
            -11,
            field("d_i", SECRET),
            -12,
            field("t_i", SECRET));

    /** Nobody knows which parameters of an unknown type are private, so none of them is shown. */
    private static final Shape UNKNOWN = new Shape.Keys(COMMON, SECRET);

    static final Shape KEY = new Shape.ByKey(
            1,
            Map.of(
                    1L,
                    CURVED,
                    2L,
                    CURVED,
                    3L,
                    RSA,
                    4L,
                    with(-1, field("k", SECRET)),
                    5L,
                    with(-1, "pub"),
                    7L,
                    with(-1, "pub", -2, field("priv", SECRET))),
            UNKNOWN);

    static final Shape KEY_SET = new Shape.ArrayOf(KEY);

    private KeyShapes() {}

    private static Shape with(Object... keyThenField) {
        Map<Object, Shape.Field> fields = new LinkedHashMap<>(COMMON);
        fields.putAll(Shape.fields(keyThenField));
        return new Shape.Keys(fields, ANY);
    }
}
