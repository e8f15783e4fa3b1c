package dev.muster.format.attest.psa;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The payload of a PSA token to {@link PsaToken}: every claim typed, every length checked (RFC 9783 §4). */
public final class PsaReader {
    /** A root of trust reports a handful; 64 leaves room for every partition. */
    private static final int MAX_COMPONENTS = 64;

    private static final int MAX_TEXT_CHARS = 512;
    private static final CborLimits LIMITS = new CborLimits(8, 2_000, 64 * 1024);
    private static final Set<Integer> HASH_BYTES = Set.of(32, 48, 64);
    private static final Pattern EAN13_5 = Pattern.compile("[0-9]{13}-[0-9]{5}");
    private static final Pattern EAN13 = Pattern.compile("[0-9]{13}");

    private static final Set<Long> KNOWN = Set.copyOf(CodePoints.PROFILE_1.values());

    private final Map<Long, Cbor> claims = new HashMap<>();
    private final CborMap map;
    private final String profile;

    private PsaReader(CborMap map) {
        this.map = map;
        boolean old = map.get(CodePoints.P1_PROFILE).isPresent()
                || map.get(CodePoints.PROFILE).isEmpty();
        for (CborMap.Entry entry : map.entries()) {
            if (entry.key().type() == CborType.TEXT) {
                throw fault(entry.key(), "a PSA claim has a number");
            }
            long number = entry.key().asLong();
            claims.put(old ? CodePoints.PROFILE_1.getOrDefault(number, number) : number, entry.value());
        }
        profile = find(CodePoints.PROFILE).map(Cbor::asText).orElse(PsaToken.PROFILE_1);
        if (!PsaToken.PROFILES.contains(profile)) {
            throw fault(map, "unknown PSA profile " + profile);
        }
    }

    /** @throws PsaException when the claims are not those of one of these profiles */
    public static PsaToken parse(byte[] payload) {
        try {
            return new PsaReader(Cbor.parse(payload, CborProfile.STRICT, LIMITS).asMap()).token();
        } catch (CborException fault) {
            throw new PsaException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private PsaToken token() {
        long seed = profile.equals(PsaToken.ARM_2) ? CodePoints.BOOT_SEED_2 : CodePoints.BOOT_SEED;
        byte[] instance = require(CodePoints.INSTANCE_ID).asBytes();
        if (instance.length != 33 || instance[0] != 1) {
            throw fault(require(CodePoints.INSTANCE_ID), "an instance id is 33 bytes that begin with 01");
        }
        return new PsaToken(
                profile,
                hash(require(CodePoints.NONCE)),
                instance,
                sized(require(CodePoints.IMPLEMENTATION_ID), 32, 32),
                require(CodePoints.CLIENT_ID).asInt(),
                lifecycle(require(CodePoints.LIFECYCLE)),
                bootSeed(seed),
                find(CodePoints.CERTIFICATION_REFERENCE).map(this::certification),
                software(),
                find(CodePoints.VERIFICATION_SERVICE).map(PsaReader::text),
                unknown(seed));
    }

    private List<Long> unknown(long seed) {
        List<Long> numbers = new ArrayList<>();
        for (long number : claims.keySet()) {
            if (number != seed && number != CodePoints.P1_NO_SOFTWARE && !KNOWN.contains(number)) {
                numbers.add(number);
            }
        }
        Collections.sort(numbers);
        return numbers;
    }

    /** 8..32 bytes since the TF-M profile, exactly 32 and mandatory before. */
    private Optional<byte[]> bootSeed(long number) {
        if (profile.equals(PsaToken.PROFILE_1)) {
            return Optional.of(sized(require(number), 32, 32));
        }
        return find(number).map(item -> sized(item, 8, 32));
    }

    private long lifecycle(Cbor item) {
        long value = item.asLong();
        try {
            Lifecycle.of(value);
        } catch (IllegalArgumentException refused) {
            throw fault(item, String.valueOf(refused.getMessage()));
        }
        return value;
    }

    private String certification(Cbor item) {
        String text = item.asText();
        boolean valid = EAN13_5.matcher(text).matches()
                || (profile.equals(PsaToken.PROFILE_1) && EAN13.matcher(text).matches());
        if (!valid) {
            throw fault(item, "a certification reference is an EAN-13 with five digits");
        }
        return text;
    }

    private List<SoftwareComponent> software() {
        Optional<Cbor> list = find(CodePoints.SOFTWARE_COMPONENTS);
        if (list.isEmpty()) {
            // PSA_IOT_PROFILE_1 alone lets a token say that there is nothing to say.
            boolean none = profile.equals(PsaToken.PROFILE_1)
                    && find(CodePoints.P1_NO_SOFTWARE).map(Cbor::asLong).orElse(0L) == 1;
            if (!none) {
                throw fault(map, "no software components");
            }
            return List.of();
        }
        var items = list.get().asArray();
        if (items.size() == 0
                || items.size() > MAX_COMPONENTS
                || find(CodePoints.P1_NO_SOFTWARE).isPresent()) {
            throw fault(items, "1.." + MAX_COMPONENTS + " software components, and no claim that there are none");
        }
        List<SoftwareComponent> components = new ArrayList<>();
        for (Cbor item : items) {
            CborMap component = item.asMap();
            components.add(new SoftwareComponent(
                    component.get(CodePoints.COMPONENT_TYPE).map(PsaReader::text),
                    hash(component.require(CodePoints.COMPONENT_VALUE)),
                    component.get(CodePoints.COMPONENT_VERSION).map(PsaReader::text),
                    hash(component.require(CodePoints.COMPONENT_SIGNER)),
                    component.get(CodePoints.COMPONENT_HASH).map(PsaReader::text)));
        }
        return components;
    }

    private Optional<Cbor> find(long number) {
        return Optional.ofNullable(claims.get(number));
    }

    private Cbor require(long number) {
        return find(number).orElseThrow(() -> fault(map, "no claim " + number));
    }

    private static String text(Cbor item) {
        String text = item.asText();
        if (text.isEmpty() || text.length() > MAX_TEXT_CHARS) {
            throw fault(item, "a text claim has 1.." + MAX_TEXT_CHARS + " characters");
        }
        return text;
    }

    private static byte[] hash(Cbor item) {
        byte[] bytes = item.asBytes();
        if (!HASH_BYTES.contains(bytes.length)) {
            throw fault(item, "expected 32, 48 or 64 bytes, found " + bytes.length);
        }
        return bytes;
    }

    private static byte[] sized(Cbor item, int least, int most) {
        byte[] bytes = item.asBytes();
        if (bytes.length < least || bytes.length > most) {
            throw fault(item, "expected " + least + ".." + most + " bytes, found " + bytes.length);
        }
        return bytes;
    }

    private static PsaException fault(Cbor item, String reason) {
        return new PsaException(reason, item.path(), item.offset());
    }
}
