package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidWriter;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** environment-map and measurement-map to deterministic bytes. */
final class MeasurementWriter {
    private MeasurementWriter() {}

    static Cbor environment(Environment environment) {
        CborMapBuilder device = Cbor.map();
        environment.classId().ifPresent(id -> device.put(CodePoints.CLASS_ID, Cbor.parse(id.encoded())));
        environment.vendor().ifPresent(vendor -> device.put(CodePoints.CLASS_VENDOR, vendor));
        environment.model().ifPresent(model -> device.put(CodePoints.CLASS_MODEL, model));
        environment.layer().ifPresent(layer -> device.put(CodePoints.CLASS_LAYER, unsigned(layer)));
        environment.index().ifPresent(index -> device.put(CodePoints.CLASS_INDEX, unsigned(index)));
        CborMapBuilder map = Cbor.map();
        if (device.build().size() > 0) {
            map.put(CodePoints.ENV_CLASS, device.build());
        }
        environment.instance().ifPresent(id -> map.put(CodePoints.ENV_INSTANCE, Cbor.parse(id.encoded())));
        environment.group().ifPresent(id -> map.put(CodePoints.ENV_GROUP, Cbor.parse(id.encoded())));
        return map.build();
    }

    static Cbor measurement(Measurement measurement) {
        CborMapBuilder map = Cbor.map().put(CodePoints.MEAS_VALUES, values(measurement.values()));
        measurement.key().ifPresent(key -> map.put(CodePoints.MEAS_KEY, key(key)));
        if (!measurement.authorizedBy().isEmpty()) {
            map.put(CodePoints.MEAS_AUTHORITY, keys(measurement.authorizedBy()));
        }
        return map.build();
    }

    static Cbor keys(List<TypedBytes> keys) {
        return Cbor.array(keys.stream().map(key -> Cbor.parse(key.encoded())).toList());
    }

    /** A {@code uint} that a long holds without a sign. */
    private static Cbor unsigned(long bits) {
        return bits >= 0 ? Cbor.of(bits) : Cbor.of(new BigInteger(Long.toUnsignedString(bits)));
    }

    static Cbor key(MeasuredElement key) {
        return switch (key) {
            case MeasuredElement.Name name -> Cbor.of(name.value());
            case MeasuredElement.Numbered number -> unsigned(number.value());
            case MeasuredElement.Unnamed none ->
                throw new IllegalArgumentException("an element without a key is written by leaving the key out");
            case MeasuredElement.Typed typed -> Cbor.parse(typed.value().encoded());
        };
    }

    private static Cbor values(MeasurementValues values) {
        CborMapBuilder map = Cbor.map();
        values.version().ifPresent(version -> {
            CborMapBuilder fields = Cbor.map().put(0, version.text());
            version.scheme().ifPresent(scheme -> fields.put(1, scheme));
            version.schemeText().ifPresent(scheme -> fields.put(1, scheme));
            map.put(CodePoints.MVAL_VERSION, fields.build());
        });
        values.svn()
                .ifPresent(svn -> map.put(
                        CodePoints.MVAL_SVN,
                        Cbor.tag(svn.minimum() ? CodePoints.TAG_MIN_SVN : CodePoints.TAG_SVN, unsigned(svn.value()))));
        if (!values.digests().isEmpty()) {
            map.put(CodePoints.MVAL_DIGESTS, digests(values.digests()));
        }
        if (!values.flags().isEmpty()) {
            CborMapBuilder flags = Cbor.map();
            values.flags().forEach((flag, value) -> flags.put(flag, Cbor.of((boolean) value)));
            map.put(CodePoints.MVAL_FLAGS, flags.build());
        }
        values.raw().ifPresent(raw -> map.put(CodePoints.MVAL_RAW, raw(raw)));
        values.name().ifPresent(name -> map.put(CodePoints.MVAL_NAME, name));
        values.serial().ifPresent(serial -> map.put(CodePoints.MVAL_SERIAL, serial));
        if (!values.cryptoKeys().isEmpty()) {
            map.put(CodePoints.MVAL_CRYPTO_KEYS, keys(values.cryptoKeys()));
        }
        if (!values.registers().isEmpty()) {
            CborMapBuilder registers = Cbor.map();
            values.registers().forEach((id, list) -> registers.put(key(id), digests(list)));
            map.put(CodePoints.MVAL_REGISTERS, registers.build());
        }
        values.range().ifPresent(range -> map.put(CodePoints.MVAL_INT_RANGE, range(range)));
        values.others().forEach((key, value) -> map.put(key, Cbor.parse(value.encoded())));
        return map.build();
    }

    private static Cbor raw(RawValue raw) {
        return raw.mask().isPresent()
                ? Cbor.tag(
                        CodePoints.TAG_MASKED_RAW,
                        Cbor.array(Cbor.of(raw.value()), Cbor.of(raw.mask().get())))
                : Cbor.tag(CodePoints.TAG_BYTES, Cbor.of(raw.value()));
    }

    private static Cbor range(IntRange range) {
        return Cbor.tag(CodePoints.TAG_INT_RANGE, Cbor.array(end(range.min()), end(range.max())));
    }

    private static Cbor end(Optional<BigInteger> end) {
        return end.map(Cbor::of).orElseGet(Cbor::nil);
    }

    private static Cbor digests(List<Digest> digests) {
        return Cbor.array(digests.stream().map(CoswidWriter::digest).toList());
    }
}
