package dev.muster.format.inspect;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** TPMT_PUBLIC (part 2 §12.2.4) and TPMT_SIGNATURE (§11.3.4). */
final class TpmPublic {
    private static final int RSA = 0x0001;
    private static final int HMAC = 0x0005;
    private static final int KEYED_HASH = 0x0008;
    private static final int XOR = 0x000A;
    private static final int RSASSA = 0x0014;
    private static final int RSAES = 0x0015;
    private static final int RSAPSS = 0x0016;
    private static final int ECDAA = 0x001A;
    private static final int ECC = 0x0023;

    /** TPMA_OBJECT (§8.3). */
    private static final Map<Integer, String> ATTRIBUTES = Map.ofEntries(
            Map.entry(1, "fixedTPM"),
            Map.entry(2, "stClear"),
            Map.entry(4, "fixedParent"),
            Map.entry(5, "sensitiveDataOrigin"),
            Map.entry(6, "userWithAuth"),
            Map.entry(7, "adminWithPolicy"),
            Map.entry(10, "noDA"),
            Map.entry(11, "encryptedDuplication"),
            Map.entry(16, "restricted"),
            Map.entry(17, "decrypt"),
            Map.entry(18, "sign"),
            Map.entry(19, "x509sign"));

    private static final Map<Integer, String> CURVES =
            Map.of(1, "P-192", 2, "P-224", 3, "P-256", 4, "P-384", 5, "P-521", 0x10, "BN-256", 0x20, "SM2-P-256");

    private TpmPublic() {}

    static void read(TpmFields in) {
        int type = in.algorithm("type");
        hash(in, "name algorithm");
        int at = in.position();
        int bits = in.u32();
        List<String> set = new ArrayList<>();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            if ((bits & 1 << bit) != 0) {
                set.add(ATTRIBUTES.getOrDefault(bit, "bit " + bit));
            }
        }
        in.note("attributes", at, String.join(", ", set));
        in.sized("authPolicy");
        switch (type) {
            case RSA -> rsa(in);
            case ECC -> ecc(in);
            case KEYED_HASH -> keyedHash(in);
            default -> {
                symmetric(in);
                in.sized("unique");
            }
        }
    }

    private static void rsa(TpmFields in) {
        symmetric(in);
        scheme(in);
        int at = in.position();
        in.note("key bits", at, String.valueOf(in.u16()));
        at = in.position();
        int exponent = in.u32();
        in.note("exponent", at, exponent == 0 ? "65537 (0)" : Integer.toUnsignedString(exponent));
        in.sized("unique (modulus)");
    }

    private static void ecc(TpmFields in) {
        symmetric(in);
        scheme(in);
        int at = in.position();
        int curve = in.u16();
        in.note("curve", at, CURVES.getOrDefault(curve, "0x%04x".formatted(curve)));
        if (in.algorithm("key derivation") != TpmFields.NONE) {
            hash(in, "key derivation hash");
        }
        in.sized("x");
        in.sized("y");
    }

    private static void keyedHash(TpmFields in) {
        int scheme = in.algorithm("scheme");
        if (scheme == HMAC || scheme == XOR) {
            hash(in, "scheme hash");
        }
        if (scheme == XOR) {
            in.algorithm("key derivation");
        }
        in.sized("unique");
    }

    private static void symmetric(TpmFields in) {
        if (in.algorithm("symmetric") != TpmFields.NONE) {
            int at = in.position();
            in.note("symmetric key bits", at, String.valueOf(in.u16()));
            in.algorithm("symmetric mode");
        }
    }

    private static void scheme(TpmFields in) {
        int scheme = in.algorithm("scheme");
        if (scheme != TpmFields.NONE && scheme != RSAES) {
            hash(in, "scheme hash");
        }
        if (scheme == ECDAA) {
            int at = in.position();
            in.note("count", at, String.valueOf(in.u16()));
        }
    }

    static void signature(TpmFields in) {
        int algorithm = in.algorithm("algorithm");
        hash(in, "hash");
        switch (algorithm) {
            case RSASSA, RSAPSS -> in.sized("signature");
            case HMAC -> {
                int at = in.position();
                in.note("digest", at, java.util.HexFormat.of().formatHex(in.bytes(in.remaining())));
            }
            default -> {
                in.sized("r");
                in.sized("s");
            }
        }
    }

    /** A hash that nobody knows is a sign that this is another structure. */
    private static void hash(TpmFields in, String label) {
        if (!TpmFields.known(in.algorithm(label))) {
            throw new BufferUnderflowException();
        }
    }
}
