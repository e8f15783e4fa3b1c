package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborType;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** measurement-map and measurement-values-map (CoRIM -11 §5.1.4.1.3, §5.1.4.1.5). */
final class MeasurementReader {
    private final Consumer<String> tolerate;
    private final boolean cca;

    /** @param cca whether older measurement keys are those of CCA, which look like those of PSA */
    MeasurementReader(Consumer<String> tolerate, boolean cca) {
        this.tolerate = tolerate;
        this.cca = cca;
    }

    Measurement read(CborMap map) {
        Optional<Cbor> key = map.get(CodePoints.MEAS_KEY);
        if (key.filter(OlderKeys::isOlder).isPresent()) {
            MeasurementValues values =
                    values(map.require(CodePoints.MEAS_VALUES).asMap());
            return CorimReader.checked(
                    map, () -> OlderKeys.measurement(key.get().asTag(), values, cca, tolerate));
        }
        return CorimReader.checked(
                map,
                () -> new Measurement(
                        map.get(CodePoints.MEAS_KEY).map(this::key),
                        values(map.require(CodePoints.MEAS_VALUES).asMap()),
                        map.get(CodePoints.MEAS_AUTHORITY).map(this::authority).orElse(List.of())));
    }

    /** Tools of the Veraison project write the one key that vouches without a list around it. */
    private List<TypedBytes> authority(Cbor item) {
        if (item.type() == CborType.TAG) {
            tolerate.accept("an authority that is not in a list");
            return List.of(EnvironmentReader.typed(item));
        }
        return keys(item);
    }

    /** The keys of an authority or of cryptokeys. */
    static List<TypedBytes> keys(Cbor item) {
        if (item.asArray().size() == 0) {
            throw CorimReader.fault(item, "an empty list of keys");
        }
        return item.asArray().items().stream().map(EnvironmentReader::typed).toList();
    }

    MeasuredElement key(Cbor item) {
        return switch (item.type()) {
            case TEXT -> new MeasuredElement.Name(item.asText());
            case UNSIGNED -> new MeasuredElement.Numbered(CorimReader.unsigned(item));
            default -> new MeasuredElement.Typed(EnvironmentReader.typed(item));
        };
    }

    private MeasurementValues values(CborMap map) {
        Map<Long, TypedBytes> others = new HashMap<>();
        for (CborMap.Entry entry : map.entries()) {
            long key = entry.key().asLong();
            boolean read = key == CodePoints.MVAL_VERSION
                    || key == CodePoints.MVAL_SVN
                    || key == CodePoints.MVAL_DIGESTS
                    || key == CodePoints.MVAL_FLAGS
                    || key == CodePoints.MVAL_RAW
                    || key == CodePoints.MVAL_RAW_MASK
                    || key == CodePoints.MVAL_NAME
                    || key == CodePoints.MVAL_SERIAL
                    || key == CodePoints.MVAL_CRYPTO_KEYS
                    || key == CodePoints.MVAL_REGISTERS
                    || key == CodePoints.MVAL_INT_RANGE;
            if (!read) {
                requireSize(key, entry.value());
                others.put(key, EnvironmentReader.any(entry.value()));
            }
        }
        return new MeasurementValues(
                map.get(CodePoints.MVAL_VERSION).map(item -> version(item.asMap())),
                map.get(CodePoints.MVAL_SVN).map(this::svn),
                map.get(CodePoints.MVAL_DIGESTS).map(this::digests).orElse(List.of()),
                map.get(CodePoints.MVAL_FLAGS).map(this::flags).orElse(Map.of()),
                raw(map),
                map.get(CodePoints.MVAL_NAME).map(Cbor::asText),
                map.get(CodePoints.MVAL_SERIAL).map(Cbor::asText),
                map.get(CodePoints.MVAL_CRYPTO_KEYS)
                        .map(MeasurementReader::keys)
                        .orElse(List.of()),
                map.get(CodePoints.MVAL_REGISTERS)
                        .map(item -> registers(item.asMap()))
                        .orElse(Map.of()),
                map.get(CodePoints.MVAL_INT_RANGE).map(MeasurementReader::range),
                others);
    }

    private static final Set<Integer> UEID_SIZES =
            IntStream.rangeClosed(7, 33).boxed().collect(Collectors.toUnmodifiableSet());

    /** MAC addresses have 6 or 8 bytes, IP addresses 4 or 16, a UEID 7 to 33 and a UUID 16. */
    private static void requireSize(long key, Cbor value) {
        if (key == CodePoints.MVAL_MAC) {
            requireOne(value, "a MAC address", Set.of(6, 8));
        } else if (key == CodePoints.MVAL_IP) {
            requireOne(value, "an IP address", Set.of(4, 16));
        } else if (key == CodePoints.MVAL_UUID) {
            requireOne(value, "a UUID", Set.of(16));
        } else if (key == CodePoints.MVAL_UEID) {
            requireOne(value, "a UEID", UEID_SIZES);
        }
    }

    private static void requireOne(Cbor value, String what, Set<Integer> sizes) {
        Cbor inside = value.type() == CborType.TAG ? value.asTag().content() : value;
        int size = inside.asBytes().length;
        if (!sizes.contains(size)) {
            throw CorimReader.fault(value, what + " has one of " + new TreeSet<>(sizes) + " bytes, not " + size);
        }
    }

    private static Version version(CborMap map) {
        Optional<Cbor> scheme = map.get(1);
        boolean named = scheme.filter(item -> item.type() == CborType.TEXT).isPresent();
        return new Version(
                map.require(0).asText(),
                scheme.isPresent() && !named ? OptionalInt.of(scheme.get().asInt()) : OptionalInt.empty(),
                named ? scheme.map(Cbor::asText) : Optional.empty());
    }

    private Svn svn(Cbor item) {
        if (item.type() != CborType.TAG) {
            return Svn.exactly(CorimReader.unsigned(item));
        }
        long tag = item.asTag().tag();
        if (tag != CodePoints.TAG_SVN && tag != CodePoints.TAG_MIN_SVN) {
            throw CorimReader.fault(item, "a security version is tagged 552 or 553, not " + tag);
        }
        Cbor inside = item.asTag().content();
        return new Svn(CorimReader.unsigned(inside), tag == CodePoints.TAG_MIN_SVN);
    }

    private List<Digest> digests(Cbor item) {
        if (item.asArray().size() == 0) {
            throw CorimReader.fault(item, "an empty list of digests");
        }
        return item.asArray().items().stream().map(this::digest).toList();
    }

    private Digest digest(Cbor item) {
        Cbor algorithm = item.asArray().get(0);
        if (algorithm.type() == CborType.NEGATIVE) {
            tolerate.accept("a digest algorithm by its COSE number " + algorithm.asLong());
        }
        try {
            return CoswidReader.digest(item);
        } catch (dev.muster.format.attest.coswid.CoswidException fault) {
            throw CorimReader.fault(item, fault.reason());
        }
    }

    private Map<Integer, Boolean> flags(Cbor item) {
        if (item.type() == CborType.BYTES || item.type() == CborType.UNSIGNED) {
            tolerate.accept("flags as bits");
            return OlderFlags.read(item);
        }
        Map<Integer, Boolean> flags = new HashMap<>();
        for (CborMap.Entry entry : item.asMap().entries()) {
            // Numbers that the draft does not define are extension points: kept, and compared like the others.
            int flag = entry.key().asInt();
            flags.put(flag, entry.value().asBoolean());
        }
        return flags;
    }

    private Optional<RawValue> raw(CborMap map) {
        Optional<Cbor> value = map.get(CodePoints.MVAL_RAW);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> mask = map.get(CodePoints.MVAL_RAW_MASK).map(Cbor::asBytes);
        if (mask.isPresent()) {
            tolerate.accept("a raw-value mask beside its value (code point 5)");
        }
        if (value.get().type() == CborType.BYTES) {
            tolerate.accept("a raw value without a tag");
            return Optional.of(new RawValue(value.get().asBytes(), mask));
        }
        CborTag item = value.get().asTag();
        if (item.tag() == CodePoints.TAG_MASKED_RAW) {
            var pair = item.content().asArray().ofSize(2);
            return Optional.of(
                    new RawValue(pair.get(0).asBytes(), Optional.of(pair.get(1).asBytes())));
        }
        // Profiles may add other tags, and the draft lets a verifier compare the bytes without understanding them.
        return Optional.of(new RawValue(item.content().asBytes(), mask));
    }

    private Map<MeasuredElement, List<Digest>> registers(CborMap map) {
        Map<MeasuredElement, List<Digest>> registers = new LinkedHashMap<>();
        for (CborMap.Entry entry : map.entries()) {
            boolean named = entry.key().type() == CborType.TEXT;
            registers.put(
                    named
                            ? new MeasuredElement.Name(entry.key().asText())
                            : new MeasuredElement.Numbered(CorimReader.unsigned(entry.key())),
                    digests(entry.value()));
        }
        return registers;
    }

    private static IntRange range(Cbor item) {
        if (item.type() != CborType.TAG) {
            return IntRange.of(item.asBigInteger());
        }
        var ends = item.asTag().content(CodePoints.TAG_INT_RANGE).asArray().ofSize(2);
        IntRange range = new IntRange(end(ends.get(0)), end(ends.get(1)));
        if (range.isEmpty()) {
            throw CorimReader.fault(item, "a range ends below its beginning");
        }
        return range;
    }

    private static Optional<BigInteger> end(Cbor item) {
        return item.isNull() ? Optional.empty() : Optional.of(item.asBigInteger());
    }
}
