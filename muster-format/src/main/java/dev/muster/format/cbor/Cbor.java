package dev.muster.format.cbor;

import java.math.BigInteger;
import java.util.List;

/**
 * An immutable item over the bytes it was parsed from. Navigation never copies; {@link #encoded()} gives the exact
 * bytes back. The bytes must not be changed while a tree over them lives.
 *
 * <p>The {@code as…} methods throw {@link CborException} with path and offset when the item is of another type.
 */
public sealed interface Cbor
        permits CborInteger, CborBytes, CborText, CborArray, CborMap, CborTag, CborFloat, CborSimple {

    /** Parses exactly one item in the {@link CborProfile#STRICT} profile. */
    static Cbor parse(byte[] bytes) {
        return parse(bytes, CborProfile.STRICT, CborLimits.DEFAULT);
    }

    /** Parses exactly one item; bytes after it are a fault. */
    static Cbor parse(byte[] bytes, CborProfile profile, CborLimits limits) {
        return parse(bytes, 0, bytes.length, profile, limits);
    }

    /** Parses exactly one item that fills {@code length} bytes from {@code from}. Offsets count from the array's start. */
    static Cbor parse(byte[] bytes, int from, int length, CborProfile profile, CborLimits limits) {
        CborScanner scanner = new CborScanner(bytes, from, from + length, profile, limits);
        int end = scanner.item(from);
        if (end != from + length) {
            throw new CborException("bytes after the item", "/", end);
        }
        return new CborTree(bytes).item(from);
    }

    /** The exact bytes of this item. */
    byte[] encoded();

    /** Offset in the input. */
    int offset();

    /** Number of bytes of this item. */
    int length();

    /** Where this item is in the input, such as {@code /3/[0]}, for error messages. */
    default String path() {
        CborSpan span = (CborSpan) this;
        return CborPath.to(span.in, 0, span.in.length, span.start);
    }

    /** What this item is. */
    default CborType type() {
        CborSpan span = (CborSpan) this;
        return CborType.of(span.in[span.start] & 0xff);
    }

    /** The item in another deterministic form: {@code DETERMINISTIC} or {@code LENGTH_FIRST} key order. */
    default byte[] deterministic(CborProfile profile) {
        CborWriter out = CborWriter.withCapacity(length());
        new Deterministic(profile).write(this, out);
        return out.toByteArray();
    }

    /** The integer, when it fits a {@code long}. */
    default long asLong() {
        throw ((CborSpan) this).expected("integer");
    }

    /** The integer, when it fits an {@code int}. */
    default int asInt() {
        long value = asLong();
        if (value != (int) value) {
            throw ((CborSpan) this).fault("integer does not fit 32 bits");
        }
        return (int) value;
    }

    /** The integer, bignums (tags 2 and 3) included. */
    default BigInteger asBigInteger() {
        throw ((CborSpan) this).expected("integer");
    }

    /** The number: integer or floating point. */
    default double asDouble() {
        throw ((CborSpan) this).expected("floating-point number");
    }

    /** A copy of the byte string's content. */
    default byte[] asBytes() {
        throw ((CborSpan) this).expected("byte string");
    }

    /** The text. */
    default String asText() {
        throw ((CborSpan) this).expected("text string");
    }

    /** True or false. */
    default boolean asBoolean() {
        throw ((CborSpan) this).expected("boolean");
    }

    /** This item as an array. */
    default CborArray asArray() {
        throw ((CborSpan) this).expected("array");
    }

    /** This item as a map. */
    default CborMap asMap() {
        throw ((CborSpan) this).expected("map");
    }

    /** This item as a tag. */
    default CborTag asTag() {
        throw ((CborSpan) this).expected("tag");
    }

    /** True for null, false for everything else. */
    default boolean isNull() {
        return type() == CborType.NULL;
    }

    /** An integer. */
    static Cbor of(long value) {
        return trusted(CborWriter.exactly(CborWriter.headLength(value < 0 ? ~value : value))
                .integer(value));
    }

    /** A text string. */
    static Cbor of(String value) {
        return trusted(CborWriter.create().text(value));
    }

    /** A byte string. */
    static Cbor of(byte[] value) {
        return trusted(CborWriter.exactly(CborWriter.headLength(value.length) + value.length)
                .bytes(value));
    }

    /** True or false. */
    static Cbor of(boolean value) {
        return trusted(CborWriter.create().bool(value));
    }

    /** A floating-point number in its shortest width. */
    static Cbor of(double value) {
        return trusted(CborWriter.create().number(value));
    }

    /** An integer of any size. */
    static Cbor of(BigInteger value) {
        return trusted(CborWriter.create().integer(value));
    }

    /** Null. */
    static Cbor nil() {
        return trusted(CborWriter.create().nil());
    }

    /** An array of these items. */
    static CborArray array(Cbor... items) {
        return array(List.of(items));
    }

    /** An array of these items. */
    static CborArray array(List<? extends Cbor> items) {
        int length = CborWriter.headLength(items.size())
                + items.stream().mapToInt(Cbor::length).sum();
        CborWriter out = CborWriter.exactly(length).array(items.size());
        items.forEach(out::item);
        return trusted(out).asArray();
    }

    /** A builder of a map whose keys are put into deterministic order. */
    static CborMapBuilder map() {
        return new CborMapBuilder();
    }

    /** A tagged item. */
    static CborTag tag(long tag, Cbor content) {
        return trusted(CborWriter.exactly(CborWriter.headLength(tag) + content.length())
                        .tag(tag)
                        .item(content))
                .asTag();
    }

    /** A tree over bytes that this package has just written. */
    private static Cbor trusted(CborWriter out) {
        return new CborTree(out.finish()).item(0);
    }
}
