package dev.muster.format.cbor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Java records as deterministic CBOR maps (RFC 8949 §4.2.1) with the component names as text keys.
 *
 * <table>
 * <caption>Component types</caption>
 * <tr><td>String, boolean, int, long, double, byte[]</td><td>the CBOR type of the same meaning</td></tr>
 * <tr><td>Instant</td><td>integer, microseconds since 1970; finer parts are cut off</td></tr>
 * <tr><td>enum</td><td>text, the constant's name</td></tr>
 * <tr><td>List, Set</td><td>array, in iteration order; a set of records or texts keeps its own order</td></tr>
 * <tr><td>Map&lt;String, V&gt;</td><td>map with text keys; read back with sorted keys</td></tr>
 * <tr><td>Optional</td><td>the key is left out when empty</td></tr>
 * <tr><td>record</td><td>map</td></tr>
 * <tr><td>sealed interface of records</td><td>map with one more key {@code type}: the record's simple name</td></tr>
 * </table>
 *
 * <p>Reading is strict about types and missing keys and passes over keys it does not know, so that a record may grow
 * optional components. {@link CborException} says where. Thread-safe.
 *
 * @param <T> the record, or the sealed interface of records
 */
public final class RecordCodec<T> {
    private static final Map<Class<?>, RecordCodec<?>> KNOWN = new ConcurrentHashMap<>();

    /** Most records fit; a larger one grows. */
    private static final int CAPACITY = 1024;

    private final Class<T> type;
    private final ValueCodec codec;

    private RecordCodec(Class<T> type) {
        this.type = type;
        this.codec = ValueCodec.of(type);
    }

    /** The codec of a record or sealed interface; {@link IllegalArgumentException} when a component has no form here. */
    @SuppressWarnings("unchecked") // the map's value for a class is always the codec of that class
    public static <T> RecordCodec<T> of(Class<T> type) {
        RecordCodec<?> known = KNOWN.get(type);
        if (known == null) {
            known = new RecordCodec<>(type);
            KNOWN.putIfAbsent(type, known);
        }
        return (RecordCodec<T>) known;
    }

    /** The record as deterministic CBOR. */
    public byte[] encode(T value) {
        CborWriter out = CborWriter.withCapacity(CAPACITY);
        codec.write(value, out);
        return out.toByteArray();
    }

    /** The record as a tree. */
    public Cbor toCbor(T value) {
        return new CborTree(encode(value)).item(0);
    }

    /** Reads a record from strict CBOR. */
    public T decode(byte[] bytes) {
        return fromCbor(Cbor.parse(bytes));
    }

    /** Reads a record from a tree. */
    public T fromCbor(Cbor item) {
        return type.cast(codec.read(item));
    }
}
