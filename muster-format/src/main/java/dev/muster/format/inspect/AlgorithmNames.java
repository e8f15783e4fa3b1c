package dev.muster.format.inspect;

import static java.util.Map.entry;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.cose.HpkeAlgorithm;
import dev.muster.format.cose.MacAlgorithm;
import java.util.HashMap;
import java.util.Map;

/** Names of the COSE algorithms registry, also of those that Muster only shows. */
final class AlgorithmNames {
    private static final Map<Long, String> REGISTERED = Map.ofEntries(
            entry(-65534L, "A128CTR"),
            entry(-65535L, "RS1"),
            entry(-65531L, "A128CBC"),
            entry(-268L, "ESB512"),
            entry(-267L, "ESB384"),
            entry(-266L, "ESB320"),
            entry(-265L, "ESB256"),
            entry(-264L, "KT256"),
            entry(-263L, "KT128"),
            entry(-262L, "TurboSHAKE256"),
            entry(-261L, "TurboSHAKE128"),
            entry(-260L, "WalnutDSA"),
            entry(-259L, "RS512"),
            entry(-258L, "RS384"),
            entry(-257L, "RS256"),
            entry(-53L, "Ed448"),
            entry(-52L, "ESP512"),
            entry(-51L, "ESP384"),
            entry(-50L, "ML-DSA-87"),
            entry(-49L, "ML-DSA-65"),
            entry(-48L, "ML-DSA-44"),
            entry(-47L, "ES256K"),
            entry(-46L, "HSS-LMS"),
            entry(-45L, "SHAKE256"),
            entry(-44L, "SHA-512"),
            entry(-43L, "SHA-384"),
            entry(-42L, "RSAES-OAEP w/ SHA-512"),
            entry(-41L, "RSAES-OAEP w/ SHA-256"),
            entry(-40L, "RSAES-OAEP w/ RFC 8017 default parameters"),
            entry(-39L, "PS512"),
            entry(-38L, "PS384"),
            entry(-37L, "PS256"),
            entry(-36L, "ES512"),
            entry(-35L, "ES384"),
            entry(-34L, "ECDH-SS + A256KW"),
            entry(-33L, "ECDH-SS + A192KW"),
            entry(-32L, "ECDH-SS + A128KW"),
            entry(-31L, "ECDH-ES + A256KW"),
            entry(-30L, "ECDH-ES + A192KW"),
            entry(-29L, "ECDH-ES + A128KW"),
            entry(-28L, "ECDH-SS + HKDF-512"),
            entry(-27L, "ECDH-SS + HKDF-256"),
            entry(-26L, "ECDH-ES + HKDF-512"),
            entry(-25L, "ECDH-ES + HKDF-256"),
            entry(-19L, "Ed25519"),
            entry(-18L, "SHAKE128"),
            entry(-17L, "SHA-512/256"),
            entry(-16L, "SHA-256"),
            entry(-15L, "SHA-256/64"),
            entry(-14L, "SHA-1"),
            entry(-13L, "direct+HKDF-AES-256"),
            entry(-12L, "direct+HKDF-AES-128"),
            entry(-11L, "direct+HKDF-SHA-512"),
            entry(-10L, "direct+HKDF-SHA-256"),
            entry(-9L, "ESP256"),
            entry(-8L, "EdDSA"),
            entry(-7L, "ES256"),
            entry(-6L, "direct"),
            entry(-5L, "A256KW"),
            entry(-4L, "A192KW"),
            entry(-3L, "A128KW"),
            entry(1L, "A128GCM"),
            entry(2L, "A192GCM"),
            entry(3L, "A256GCM"),
            entry(4L, "HMAC 256/64"),
            entry(5L, "HMAC 256/256"),
            entry(6L, "HMAC 384/384"),
            entry(7L, "HMAC 512/512"),
            entry(10L, "AES-CCM-16-64-128"),
            entry(24L, "ChaCha20/Poly1305"));

    /** From here down numbers mean what two sides agree on (RFC 8152 §16.4). */
    private static final long PRIVATE_USE = -65537;

    /** Number to name. */
    static final Map<Object, String> ALL = all();

    private AlgorithmNames() {}

    /** The name with its number, or what is there instead. */
    static String of(Cbor algorithm) {
        long number = number(algorithm);
        if (number <= PRIVATE_USE) {
            return "for private use (" + number + ")";
        }
        return ALL.containsKey(number) ? ALL.get(number) + " (" + number + ")" : algorithm.toString();
    }

    /** The number; 0, which is reserved, for what is none. */
    static long number(Cbor algorithm) {
        return algorithm instanceof CborInteger id && id.asBigInteger().bitLength() < Long.SIZE ? id.asLong() : 0;
    }

    private static Map<Object, String> all() {
        Map<Object, String> names = new HashMap<>(REGISTERED);
        for (EncryptionAlgorithm each : EncryptionAlgorithm.values()) {
            names.putIfAbsent(each.id(), spelled(each));
        }
        for (MacAlgorithm each : MacAlgorithm.values()) {
            names.putIfAbsent(each.id(), spelled(each));
        }
        for (HpkeAlgorithm each : HpkeAlgorithm.values()) {
            names.put(each.id(), spelled(each) + " (draft)");
        }
        return Map.copyOf(names);
    }

    private static String spelled(Enum<?> algorithm) {
        return algorithm.name().replace('_', '-');
    }
}
