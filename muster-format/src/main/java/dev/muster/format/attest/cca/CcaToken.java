package dev.muster.format.attest.cca;

import dev.muster.format.attest.psa.SoftwareComponent;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborType;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A platform token and the realm token that its platform delegated to. */
public record CcaToken(Platform platform, Realm realm) {
    /** A CMW collection of the two. */
    public static final String MEDIA_TYPE = "application/cmw+cbor";

    /** A collection of tokens (before CMW). */
    public static final String OLD_MEDIA_TYPE = "application/eat-collection";

    private static final Pattern WITHOUT_DASH = Pattern.compile("sha[0-9]+");
    private static final long TAG_COLLECTION = 907;
    private static final long TAG_OLD_COLLECTION = 399;
    private static final long PLATFORM = 44_234;
    private static final long REALM = 44_241;
    private static final long CHALLENGE = 10;
    private static final long INSTANCE = 256;
    private static final long LIFECYCLE = 2_395;
    private static final long IMPLEMENTATION = 2_396;
    private static final long SOFTWARE = 2_399;
    private static final long CONFIG = 2_401;
    private static final long HASH = 2_402;
    private static final long PERSONALIZATION = 44_235;
    private static final long REALM_HASH = 44_236;
    private static final long KEY = 44_237;
    private static final long INITIAL = 44_238;
    private static final long EXTENSIBLE = 44_239;
    private static final long KEY_HASH = 44_240;
    private static final int RAW_P384 = 97;
    private static final int MAX_COMPONENTS = 64;
    private static final CborLimits LIMITS = new CborLimits(8, 2_000, 128 * 1024);
    private static final Map<String, String> HASHES =
            Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");

    /**
     * What the platform says of itself.
     *
     * @param message to verify with the key that is registered for implementation and instance
     * @param implementation 32 bytes
     * @param instance 33 bytes
     * @param config opaque bytes of the system's configuration
     * @param hash name of the hash of components that name none
     */
    public record Platform(
            CoseSign1 message,
            byte[] challenge,
            byte[] implementation,
            byte[] instance,
            long lifecycle,
            byte[] config,
            List<SoftwareComponent> software,
            String hash) {
        private static final int SECURED = 0x30;

        /** Whether it is in the state that devices in the field should be in. */
        public boolean isSecured() {
            return lifecycle >> 8 == SECURED;
        }
    }

    /**
     * What the realm is.
     *
     * @param message to verify with {@code key}
     * @param challenge of the verifier
     * @param hash name of the hash of its measurements
     * @param initial measurement at its launch
     * @param extensible four measurements that it extended itself
     */
    public record Realm(
            CoseSign1 message,
            byte[] challenge,
            byte[] personalization,
            String hash,
            PublicKey key,
            byte[] initial,
            List<byte[]> extensible) {}

    /** @throws CcaException when the bytes are no such collection, or its two tokens do not belong together */
    public static CcaToken parse(byte[] bytes) {
        try {
            CborTag outer = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asTag();
            if (outer.tag() != TAG_COLLECTION && outer.tag() != TAG_OLD_COLLECTION) {
                throw fault(outer, "a collection is tagged 907, or 399 in older tokens, not " + outer.tag());
            }
            CborMap map = outer.content().asMap();
            CoseSign1 platform = message(map.require(PLATFORM));
            CoseSign1 realm = message(map.require(REALM));
            CborMap claims = claims(realm);
            Cbor key = claims.require(KEY);
            Platform read = platform(platform, claims(platform));
            requireBinding(read, key, hashName(Optional.of(text(claims, KEY_HASH)), ""));
            return new CcaToken(read, realm(realm, claims, key));
        } catch (CborException fault) {
            throw new CcaException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new CcaException(fault.reason(), fault.path(), fault.offset());
        }
    }

    /** A token in bytes, or in a CMW record. */
    private static CoseSign1 message(Cbor item) {
        byte[] token = item.type() == CborType.ARRAY ? item.asArray().get(1).asBytes() : item.asBytes();
        return CoseSign1.read(Cbor.parse(token, CborProfile.STRICT, LIMITS), CoseProfile.STRICT);
    }

    private static CborMap claims(CoseSign1 message) {
        byte[] payload =
                message.payload().orElseThrow(() -> new CcaException("the claims are detached", "/payload", -1));
        return Cbor.parse(payload, CborProfile.STRICT, LIMITS).asMap();
    }

    private static Platform platform(CoseSign1 message, CborMap claims) {
        List<SoftwareComponent> components = new ArrayList<>();
        for (Cbor item : claims.require(SOFTWARE).asArray()) {
            if (components.size() >= MAX_COMPONENTS) {
                throw fault(item, "more than " + MAX_COMPONENTS + " software components");
            }
            CborMap component = item.asMap();
            components.add(new SoftwareComponent(
                    component.get(1).map(Cbor::asText),
                    sized(component.require(2), 32, 48, 64),
                    component.get(4).map(Cbor::asText),
                    sized(component.require(5), 32, 48, 64),
                    component.get(6).map(Cbor::asText)));
        }
        return new Platform(
                message,
                sized(claims.require(CHALLENGE), 32, 48, 64),
                sized(claims.require(IMPLEMENTATION), 32),
                sized(claims.require(INSTANCE), 33),
                claims.require(LIFECYCLE).asLong(),
                claims.require(CONFIG).asBytes(),
                List.copyOf(components),
                hashName(Optional.of(text(claims, HASH)), ""));
    }

    private static Realm realm(CoseSign1 message, CborMap claims, Cbor key) {
        List<byte[]> extensible = new ArrayList<>();
        for (Cbor item : claims.require(EXTENSIBLE).asArray().ofSize(4)) {
            extensible.add(sized(item, 32, 48, 64));
        }
        return new Realm(
                message,
                sized(claims.require(CHALLENGE), 64),
                sized(claims.require(PERSONALIZATION), 64),
                hashName(Optional.of(text(claims, REALM_HASH)), ""),
                key(key),
                sized(claims.require(INITIAL), 32, 48, 64),
                List.copyOf(extensible));
    }

    /** A COSE_Key, or in older tokens a bare point of P-384. */
    private static PublicKey key(Cbor item) {
        byte[] bytes = item.asBytes();
        try {
            return bytes.length == RAW_P384 && bytes[0] == 4
                    ? Curve.P384.publicKey(Arrays.copyOfRange(bytes, 1, 49), Arrays.copyOfRange(bytes, 49, RAW_P384))
                    : CoseKey.parse(bytes).publicKey();
        } catch (CryptoException unusable) {
            throw fault(item, "the realm's key cannot be used: " + unusable.getMessage());
        }
    }

    private static void requireBinding(Platform platform, Cbor key, String hash) {
        try {
            byte[] bound =
                    MessageDigest.getInstance(HASHES.getOrDefault(hash, hash)).digest(key.asBytes());
            if (!Arrays.equals(bound, platform.challenge())) {
                throw fault(key, "the platform's challenge is not the hash of the realm's key: two machines");
            }
        } catch (NoSuchAlgorithmException unknown) {
            throw fault(key, "the hash " + hash + " is not known");
        }
    }

    private static String text(CborMap claims, long number) {
        return claims.get(number).map(Cbor::asText).orElse("sha-256").toLowerCase(Locale.ROOT);
    }

    private static byte[] sized(Cbor item, int... lengths) {
        byte[] bytes = item.asBytes();
        if (Arrays.stream(lengths).noneMatch(length -> length == bytes.length)) {
            throw fault(item, "expected one of " + Arrays.toString(lengths) + " bytes, found " + bytes.length);
        }
        return bytes;
    }

    private static CcaException fault(Cbor item, String reason) {
        return new CcaException(reason, item.path(), item.offset());
    }

    /** The hash of a component in the names of CoRIM, such as {@code sha-256}. */
    public static String hashName(Optional<String> named, String otherwise) {
        String word = named.orElse(otherwise).toLowerCase(Locale.ROOT);
        return WITHOUT_DASH.matcher(word).matches() ? word.replace("sha", "sha-") : word;
    }
}
