package dev.muster.core.update;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import java.math.BigInteger;

/** What kind a release key is of, in the words of the register of devices' keys: P-256, RSA-2048, Ed25519, ML-DSA-65. */
final class KeyKind {
    private static final long RSA_N = -1;

    private KeyKind() {}

    /** @param key a COSE_Key that was read before; {@code unreadable} when it is none */
    static String of(byte[] key) {
        try {
            CoseKey read = CoseKey.parse(key);
            return switch (read.kty()) {
                case 1, 2 -> curve(read.crv());
                case 3 -> "RSA-" + new BigInteger(1, read.map().require(RSA_N).asBytes()).bitLength();
                case 5 -> "HSS/LMS";
                default -> read.alg().map(Enum::name).orElse("unreadable").replace('_', '-');
            };
        } catch (MalformedException unreadable) {
            return "unreadable";
        }
    }

    /** IANA "COSE Elliptic Curves". */
    private static String curve(int number) {
        return switch (number) {
            case 1 -> "P-256";
            case 2 -> "P-384";
            case 3 -> "P-521";
            case 6 -> "Ed25519";
            case 7 -> "Ed448";
            case 8 -> "secp256k1";
            default -> "curve-" + number;
        };
    }
}
