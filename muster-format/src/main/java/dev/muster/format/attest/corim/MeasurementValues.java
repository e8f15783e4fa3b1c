package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is claimed about one measured element (CoRIM -11 §5.1.4.1.5 measurement-values-map).
 *
 * @param flags code point 0..10 of flags-map to its value
 * @param cryptoKeys code point 13: keys, or ids of keys, in their order
 * @param registers integrity registers by id; the number 5 is another register than the text "5"
 * @param name code point 11; compared as text
 * @param serial code point 8; compared as text
 * @param others other code points with their encoded values: addresses (6, 7), ueid (9) and uuid (10), which are compared
 *     byte by byte, and what profiles define; a condition with one that is not understood never matches (§9.4)
 */
public record MeasurementValues(
        Optional<Version> version,
        Optional<Svn> svn,
        List<Digest> digests,
        Map<Integer, Boolean> flags,
        Optional<RawValue> raw,
        Optional<String> name,
        Optional<String> serial,
        List<TypedBytes> cryptoKeys,
        Map<MeasuredElement, List<Digest>> registers,
        Optional<IntRange> range,
        Map<Long, TypedBytes> others) {
    /** Flag "is-debug" of flags-map. */
    public static final int FLAG_DEBUG = 3;

    public MeasurementValues {
        digests = List.copyOf(digests);
        cryptoKeys = List.copyOf(cryptoKeys);
        flags = Map.copyOf(flags);
        Map<MeasuredElement, List<Digest>> copy = new LinkedHashMap<>();
        registers.forEach((id, values) -> copy.put(id, List.copyOf(values)));
        registers = java.util.Collections.unmodifiableMap(copy);
        others = Map.copyOf(others);
    }

    private static final MeasurementValues NOTHING = new MeasurementValues(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Map.of());

    public static MeasurementValues ofDigest(Digest digest) {
        return NOTHING.withDigests(List.of(digest));
    }

    /** Digests of one thing by several algorithms. */
    static MeasurementValues digests(List<Digest> digests) {
        return NOTHING.withDigests(digests);
    }

    public static MeasurementValues ofVersion(Version version) {
        return NOTHING.withVersion(version);
    }

    public static MeasurementValues ofFlags(Map<Integer, Boolean> flags) {
        return NOTHING.withFlags(flags);
    }

    public static MeasurementValues ofSvn(Svn svn) {
        return new MeasurementValues(
                Optional.empty(),
                Optional.of(svn),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }

    public static MeasurementValues ofRaw(RawValue raw) {
        return new MeasurementValues(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.of(raw),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }

    public MeasurementValues withFlags(Map<Integer, Boolean> values) {
        return new MeasurementValues(
                version, svn, digests, values, raw, name, serial, cryptoKeys, registers, range, others);
    }

    public MeasurementValues withRegisters(Map<MeasuredElement, List<Digest>> values) {
        return new MeasurementValues(
                version, svn, digests, flags, raw, name, serial, cryptoKeys, values, range, others);
    }

    public MeasurementValues withSvn(Svn value) {
        return new MeasurementValues(
                version, Optional.of(value), digests, flags, raw, name, serial, cryptoKeys, registers, range, others);
    }

    public MeasurementValues withName(String value) {
        return new MeasurementValues(
                version, svn, digests, flags, raw, Optional.of(value), serial, cryptoKeys, registers, range, others);
    }

    public MeasurementValues withKeys(List<TypedBytes> values) {
        return new MeasurementValues(version, svn, digests, flags, raw, name, serial, values, registers, range, others);
    }

    public MeasurementValues withVersion(Version value) {
        return new MeasurementValues(
                Optional.of(value), svn, digests, flags, raw, name, serial, cryptoKeys, registers, range, others);
    }

    public MeasurementValues withDigests(List<Digest> values) {
        return new MeasurementValues(
                version, svn, values, flags, raw, name, serial, cryptoKeys, registers, range, others);
    }

    /**
     * Whether the content of something is stated, as a digest, a raw value or a register. A version, a name or a flag
     * alone is what a device says of itself.
     */
    public boolean isMeasured() {
        return !digests.isEmpty() || raw.isPresent() || !registers.isEmpty();
    }

    /** Whether nothing at all is claimed, which the draft forbids. */
    public boolean isEmpty() {
        return equals(NOTHING);
    }
}
