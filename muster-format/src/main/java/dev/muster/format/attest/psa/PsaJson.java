package dev.muster.format.attest.psa;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonLimits;
import dev.muster.format.json.JsonReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The claims of a PSA token in JSON, as Veraison's tools write them (no specification has this form): made into the claims
 * in CBOR, which {@link PsaReader} judges. A token without {@code eat-profile} is one of the first profile.
 */
public final class PsaJson {
    private static final JsonLimits LIMITS = new JsonLimits(8, 2_000, 64 * 1024);

    private static final Map<String, Long> NAMES = Map.of(
            "eat-profile", CodePoints.PROFILE,
            "psa-nonce", CodePoints.NONCE,
            "psa-instance-id", CodePoints.INSTANCE_ID,
            "psa-client-id", CodePoints.CLIENT_ID,
            "psa-security-lifecycle", CodePoints.LIFECYCLE,
            "psa-implementation-id", CodePoints.IMPLEMENTATION_ID,
            "psa-software-components", CodePoints.SOFTWARE_COMPONENTS,
            "psa-verification-service-indicator", CodePoints.VERIFICATION_SERVICE);

    private static final Map<String, Long> COMPONENT = Map.of(
            "measurement-type", CodePoints.COMPONENT_TYPE,
            "measurement-value", CodePoints.COMPONENT_VALUE,
            "version", CodePoints.COMPONENT_VERSION,
            "signer-id", CodePoints.COMPONENT_SIGNER,
            "measurement-description", CodePoints.COMPONENT_HASH);

    private static final Set<String> BYTES = Set.of(
            "psa-nonce", "psa-instance-id", "psa-implementation-id", "psa-boot-seed", "measurement-value", "signer-id");

    private PsaJson() {}

    /** @throws PsaException when the text is not the claims of one of the profiles */
    public static PsaToken parse(byte[] text) {
        try {
            Json read = JsonReader.read(text, LIMITS);
            if (!(read instanceof Json.Obj claims)) {
                throw new PsaException("claims are an object", "/", 0);
            }
            return PsaReader.parse(claims(claims).encoded());
        } catch (JsonException broken) {
            throw new PsaException(broken.reason(), broken.path(), broken.offset());
        }
    }

    private static Cbor claims(Json.Obj claims) {
        boolean newer = claims.get("eat-profile").isPresent();
        CborMapBuilder map = Cbor.map();
        claims.members().forEach((name, value) -> {
            if (NAMES.containsKey(name)) {
                map.put(number(NAMES.get(name), newer), value(name, value));
            } else if (name.equals("psa-boot-seed")) {
                map.put(newer ? CodePoints.BOOT_SEED_2 : number(CodePoints.BOOT_SEED, false), value(name, value));
            } else if (name.equals("psa-certification-reference") && newer) {
                map.put(CodePoints.CERTIFICATION_REFERENCE, value(name, value));
            } else if (name.equals("psa-hwver") && !newer) {
                map.put(number(CodePoints.CERTIFICATION_REFERENCE, false), value(name, value));
            } else if (name.equals("psa-profile") && !newer) {
                map.put(CodePoints.P1_PROFILE, value(name, value));
            } else if (name.equals("psa-no-software-measurements")) {
                map.put(CodePoints.P1_NO_SOFTWARE, value(name, value));
            }
        });
        return map.build();
    }

    private static long number(long number, boolean newer) {
        if (!newer) {
            for (Map.Entry<Long, Long> old : CodePoints.PROFILE_1.entrySet()) {
                if (old.getValue() == number) {
                    return old.getKey();
                }
            }
        }
        return number;
    }

    private static Cbor value(String name, Json value) {
        if (BYTES.contains(name)) {
            return bytes(name, value);
        }
        return switch (value) {
            case Json.Text text -> Cbor.of(text.value());
            case Json.Num number -> whole(name, number);
            case Json.Arr list when name.equals("psa-software-components") -> components(list);
            default -> throw new PsaException("no claim has this form", "/" + name, -1);
        };
    }

    private static Cbor components(Json.Arr list) {
        List<Cbor> components = new ArrayList<>();
        for (Json one : list.elements()) {
            if (!(one instanceof Json.Obj fields)) {
                throw new PsaException("a component is an object", "/psa-software-components", -1);
            }
            CborMapBuilder map = Cbor.map();
            fields.members().forEach((name, value) -> {
                if (COMPONENT.containsKey(name)) {
                    map.put(COMPONENT.get(name), value(name, value));
                }
            });
            components.add(map.build());
        }
        return Cbor.array(components);
    }

    private static Cbor whole(String name, Json.Num number) {
        try {
            return Cbor.of(number.value().longValueExact());
        } catch (ArithmeticException notWhole) {
            throw new PsaException("expected a whole number", "/" + name, -1);
        }
    }

    private static Cbor bytes(String name, Json value) {
        try {
            return Cbor.of(Base64.getDecoder().decode(value instanceof Json.Text text ? text.value() : "?"));
        } catch (IllegalArgumentException notBase64) {
            throw new PsaException("expected base64", "/" + name, -1);
        }
    }
}
