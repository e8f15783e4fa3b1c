package dev.muster.format.crypto;

import dev.muster.format.der.DerReader;
import java.util.HexFormat;
import java.util.Map;

/** The JCA name for the algorithm identifier inside SubjectPublicKeyInfo or PKCS #8, read without building the key. */
final class SpkiAlgorithm {
    /** Object identifiers as DER content bytes in hex. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("2a8648ce3d0201", "EC"),
            Map.entry("2a864886f70d0109100311", "LMS"),
            Map.entry("2a864886f70d010101", "RSA"),
            Map.entry("2a864886f70d01010a", "RSASSA-PSS"),
            Map.entry("2b656e", "X25519"),
            Map.entry("2b656f", "X448"),
            Map.entry("2b6570", "Ed25519"),
            Map.entry("2b6571", "Ed448"),
            Map.entry("608648016503040311", "ML-DSA-44"),
            Map.entry("608648016503040312", "ML-DSA-65"),
            Map.entry("608648016503040313", "ML-DSA-87"));

    private SpkiAlgorithm() {}

    static String of(byte[] der, boolean publicKey) {
        DerReader key = DerReader.of(der).enter(DerReader.SEQUENCE);
        if (!publicKey) {
            key.integer();
        }
        String oid = HexFormat.of().formatHex(key.enter(DerReader.SEQUENCE).content(DerReader.OID));
        String name = NAMES.get(oid);
        if (name == null) {
            throw new CryptoException("key algorithm " + oid + " is not known here");
        }
        return name;
    }
}
