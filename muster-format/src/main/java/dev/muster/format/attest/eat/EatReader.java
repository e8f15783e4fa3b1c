package dev.muster.format.attest.eat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** The payload of a token, or an unsigned claims set, to {@link ClaimsSet}. */
public final class EatReader {
    /** Evidence with every file of a slot stays below this (20,000 files of 100 bytes). */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Most nonces of one token; each stands for one verifier. */
    private static final int MAX_NONCES = 8;

    /** Submodules of submodules; no composite device is built deeper. */
    private static final int MAX_SUBMODULE_DEPTH = 4;

    private static final int MAX_SUBMODULES = 64;

    private static final double LAST_SECOND = 253_402_300_799.0;

    static final CborLimits LIMITS = new CborLimits(64, 400_000, MAX_BYTES);

    /** Claims of RFC 8392 and RFC 9711 that are kept as bytes. */
    private static final Set<Long> KEPT = Set.of(
            CodePoints.ISS,
            CodePoints.SUB,
            CodePoints.AUD,
            CodePoints.CTI,
            CodePoints.CNF,
            CodePoints.SUEIDS,
            CodePoints.LOCATION,
            CodePoints.BOOTSEED,
            CodePoints.DLOAS,
            CodePoints.MEASRES,
            CodePoints.INTUSE);

    private static final Set<Long> TYPED = Set.of(
            CodePoints.EXP,
            CodePoints.NBF,
            CodePoints.IAT,
            CodePoints.NONCE,
            CodePoints.UEID,
            CodePoints.OEMID,
            CodePoints.HWMODEL,
            CodePoints.HWVERSION,
            CodePoints.UPTIME,
            CodePoints.OEMBOOT,
            CodePoints.DBGSTAT,
            CodePoints.PROFILE,
            CodePoints.SUBMODS,
            CodePoints.BOOTCOUNT,
            CodePoints.SWNAME,
            CodePoints.SWVERSION,
            CodePoints.MANIFESTS,
            CodePoints.MEASUREMENTS);

    private EatReader() {}

    /** @throws EatException when the bytes are not one claims set */
    public static ClaimsSet parse(byte[] payload) {
        try {
            return read(Cbor.parse(payload, CborProfile.STRICT, LIMITS).asMap(), 0);
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static ClaimsSet read(CborMap map, int depth) {
        Map<Long, byte[]> known = new HashMap<>();
        Map<Long, byte[]> unknown = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (CborMap.Entry entry : map.entries()) {
            if (entry.key().type() == CborType.TEXT) {
                names.add(entry.key().asText());
                continue;
            }
            long number = entry.key().asLong();
            if (KEPT.contains(number)) {
                KeptClaims.require(number, entry.value());
                known.put(number, entry.value().encoded());
            } else if (!TYPED.contains(number)) {
                unknown.put(number, entry.value().encoded());
            }
        }
        return new ClaimsSet(
                map.get(CodePoints.PROFILE).map(EatReader::profile),
                map.get(CodePoints.NONCE).map(EatReader::nonces).orElse(List.of()),
                map.get(CodePoints.UEID).map(item -> checked(item, () -> new Ueid(item.asBytes()))),
                map.get(CodePoints.OEMID).map(EatReader::oemId),
                map.get(CodePoints.HWMODEL).map(item -> sized(item, 1, 32)),
                map.get(CodePoints.HWVERSION).map(EatReader::version),
                map.get(CodePoints.SWNAME).map(Cbor::asText),
                map.get(CodePoints.SWVERSION).map(EatReader::version),
                map.get(CodePoints.OEMBOOT).map(Cbor::asBoolean),
                map.get(CodePoints.DBGSTAT).map(item -> checked(item, () -> DebugStatus.of(item.asLong()))),
                number(map, CodePoints.UPTIME),
                number(map, CodePoints.BOOTCOUNT),
                new ClaimsSet.Times(number(map, CodePoints.IAT), date(map, CodePoints.NBF), date(map, CodePoints.EXP)),
                MeasurementReader.list(map.get(CodePoints.MANIFESTS)),
                MeasurementReader.list(map.get(CodePoints.MEASUREMENTS)),
                map.get(CodePoints.SUBMODS)
                        .map(submods -> submodules(submods.asMap(), depth))
                        .orElse(Map.of()),
                known,
                unknown,
                names);
    }

    /** A URI, or an OID as untagged bytes, which is given back as {@code oid:} and hexadecimal. */
    static String profile(Cbor item) {
        return item.type() == CborType.BYTES ? "oid:" + HexFormat.of().formatHex(item.asBytes()) : item.asText();
    }

    private static List<byte[]> nonces(Cbor item) {
        if (item.type() != CborType.ARRAY) {
            return List.of(nonce(item));
        }
        int count = item.asArray().size();
        if (count < 2 || count > MAX_NONCES) {
            throw fault(item, "an array of nonces has 2.." + MAX_NONCES + " of them");
        }
        return item.asArray().items().stream().map(EatReader::nonce).toList();
    }

    private static byte[] nonce(Cbor item) {
        return sized(item, ClaimsSet.NONCE_MIN_BYTES, ClaimsSet.NONCE_MAX_BYTES);
    }

    /** A private enterprise number, an IEEE identifier of 3 bytes, or 16 random bytes. */
    private static byte[] oemId(Cbor item) {
        if (item.type() != CborType.BYTES) {
            return Long.toString(item.asLong()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        byte[] id = item.asBytes();
        if (id.length != 3 && id.length != 16) {
            throw fault(item, "an OEM id has 3 or 16 bytes, or is a number");
        }
        return id;
    }

    private static String version(Cbor item) {
        int size = item.asArray().size();
        if (size < 1 || size > 2) {
            throw fault(item, "a version is a text and perhaps a scheme");
        }
        return item.asArray().get(0).asText();
    }

    private static OptionalLong number(CborMap map, long key) {
        Optional<Cbor> item = map.get(key);
        if (item.isEmpty()) {
            return OptionalLong.empty();
        }
        long value = item.get().asLong();
        if (value < 0) {
            throw fault(item.get(), "expected a number that is not negative");
        }
        return OptionalLong.of(value);
    }

    /** RFC 8392 lets times have fractions, and RFC 9711 §4.3.1 forbids them of {@code iat} alone; both ends are rounded inwards. */
    private static OptionalLong date(CborMap map, long key) {
        Optional<Cbor> item = map.get(key);
        if (item.isEmpty() || item.get().type() != CborType.FLOAT) {
            return number(map, key);
        }
        double seconds = item.get().asDouble();
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw fault(item.get(), "a time is epoch seconds up to the year 9999");
        }
        return OptionalLong.of((long) (key == CodePoints.NBF ? Math.ceil(seconds) : Math.floor(seconds)));
    }

    private static Map<String, Submodule> submodules(CborMap map, int depth) {
        if (map.size() == 0) {
            throw fault(map, "submodules without one");
        }
        if (depth >= MAX_SUBMODULE_DEPTH || map.size() > MAX_SUBMODULES) {
            throw fault(
                    map, "at most " + MAX_SUBMODULES + " submodules, nested at most " + MAX_SUBMODULE_DEPTH + " deep");
        }
        Map<String, Submodule> submodules = new LinkedHashMap<>();
        for (CborMap.Entry entry : map.entries()) {
            submodules.put(entry.key().asText(), submodule(entry.value(), depth + 1));
        }
        return submodules;
    }

    private static Submodule submodule(Cbor item, int depth) {
        return switch (item.type()) {
            case MAP -> new Submodule.Claims(read(item.asMap(), depth));
            case BYTES -> new Submodule.NestedToken(item.asBytes());
            case TEXT -> new Submodule.NestedJson(item.asText());
            case ARRAY -> new Submodule.Detached(MeasurementReader.digest(item));
            default -> throw fault(item, "a submodule is claims, a token or a digest");
        };
    }

    private static byte[] sized(Cbor item, int least, int most) {
        byte[] bytes = item.asBytes();
        if (bytes.length < least || bytes.length > most) {
            throw fault(item, "expected " + least + ".." + most + " bytes, found " + bytes.length);
        }
        return bytes;
    }

    static <T> T checked(Cbor item, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException refused) {
            throw fault(item, String.valueOf(refused.getMessage()));
        }
    }

    static EatException fault(Cbor item, String reason) {
        return new EatException(reason, item.path(), item.offset());
    }
}
