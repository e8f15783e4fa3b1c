package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** measurement-map and measurement-values-map (CoRIM -11 §5.1.4.1.3, §5.1.4.1.5). */
final class MeasurementReader {
    private static final int MAX_FLAG = 10;

    private final Consumer<String> tolerate;

    MeasurementReader(Consumer<String> tolerate) {
        this.tolerate = tolerate;
    }

    Measurement read(CborMap map) {
        return CorimReader.checked(
                map,
                () -> new Measurement(
                        map.get(CodePoints.MEAS_KEY).map(this::key),
                        values(map.require(CodePoints.MEAS_VALUES).asMap()),
                        map.get(CodePoints.MEAS_AUTHORITY)
                                .map(keys -> keys.asArray().items().stream()
                                        .map(EnvironmentReader::typed)
                                        .toList())
                                .orElse(List.of())));
    }

    private MeasuredElement key(Cbor item) {
        return switch (item.type()) {
            case TEXT -> new MeasuredElement.Name(item.asText());
            case UNSIGNED -> new MeasuredElement.Numbered(item.asLong());
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
                    || key == CodePoints.MVAL_REGISTERS
                    || key == CodePoints.MVAL_INT_RANGE;
            if (!read) {
                others.put(key, EnvironmentReader.any(entry.value()));
            }
        }
        return new MeasurementValues(
                map.get(CodePoints.MVAL_VERSION).map(item -> version(item.asMap())),
                map.get(CodePoints.MVAL_SVN).map(this::svn),
                map.get(CodePoints.MVAL_DIGESTS).map(this::digests).orElse(List.of()),
                map.get(CodePoints.MVAL_FLAGS).map(item -> flags(item.asMap())).orElse(Map.of()),
                raw(map),
                map.get(CodePoints.MVAL_NAME).map(Cbor::asText),
                map.get(CodePoints.MVAL_SERIAL).map(Cbor::asText),
                map.get(CodePoints.MVAL_REGISTERS)
                        .map(item -> registers(item.asMap()))
                        .orElse(Map.of()),
                map.get(CodePoints.MVAL_INT_RANGE).map(MeasurementReader::range),
                others);
    }

    private static Version version(CborMap map) {
        OptionalInt scheme = map.get(1)
                .filter(item -> item.type() != CborType.TEXT)
                .map(item -> OptionalInt.of(item.asInt()))
                .orElseGet(OptionalInt::empty);
        return new Version(map.require(0).asText(), scheme);
    }

    private Svn svn(Cbor item) {
        if (item.type() != CborType.TAG) {
            return CorimReader.checked(item, () -> Svn.exactly(item.asLong()));
        }
        long tag = item.asTag().tag();
        if (tag != CodePoints.TAG_SVN && tag != CodePoints.TAG_MIN_SVN) {
            throw CorimReader.fault(item, "a security version is tagged 552 or 553, not " + tag);
        }
        Cbor inside = item.asTag().content();
        return CorimReader.checked(inside, () -> new Svn(inside.asLong(), tag == CodePoints.TAG_MIN_SVN));
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

    private static Map<Integer, Boolean> flags(CborMap map) {
        Map<Integer, Boolean> flags = new HashMap<>();
        for (CborMap.Entry entry : map.entries()) {
            int flag = entry.key().asInt();
            if (flag < 0 || flag > MAX_FLAG) {
                throw CorimReader.fault(entry.key(), "no flag has the number " + flag);
            }
            flags.put(flag, entry.value().asBoolean());
        }
        return flags;
    }

    private Optional<RawValue> raw(CborMap map) {
        Optional<Cbor> value = map.get(CodePoints.MVAL_RAW);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Cbor item = value.get();
        Cbor inside = item.asTag().content();
        if (item.asTag().tag() == CodePoints.TAG_MASKED_RAW) {
            var pair = inside.asArray().ofSize(2);
            return Optional.of(CorimReader.checked(
                    item,
                    () -> new RawValue(
                            pair.get(0).asBytes(), Optional.of(pair.get(1).asBytes()))));
        }
        byte[] bytes = item.asTag().content(CodePoints.TAG_BYTES).asBytes();
        Optional<byte[]> mask = map.get(CodePoints.MVAL_RAW_MASK).map(Cbor::asBytes);
        if (mask.isPresent()) {
            tolerate.accept("a raw-value mask beside its value (code point 5)");
        }
        return Optional.of(CorimReader.checked(item, () -> new RawValue(bytes, mask)));
    }

    private Map<String, List<Digest>> registers(CborMap map) {
        Map<String, List<Digest>> registers = new LinkedHashMap<>();
        for (CborMap.Entry entry : map.entries()) {
            String id = entry.key().type() == CborType.TEXT
                    ? entry.key().asText()
                    : Long.toString(entry.key().asLong());
            if (registers.put(id, digests(entry.value())) != null) {
                throw CorimReader.fault(entry.key(), "the register " + id + " is there as a number and as text");
            }
        }
        return registers;
    }

    private static IntRange range(Cbor item) {
        if (item.type() != CborType.TAG) {
            return IntRange.of(item.asLong());
        }
        var ends = item.asTag().content(CodePoints.TAG_INT_RANGE).asArray().ofSize(2);
        return new IntRange(end(ends.get(0)), end(ends.get(1)));
    }

    private static OptionalLong end(Cbor item) {
        return item.isNull() ? OptionalLong.empty() : OptionalLong.of(item.asLong());
    }
}
