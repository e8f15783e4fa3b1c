package dev.muster.format.cbor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Collects pairs and writes them in deterministic key order. A key put twice is a programming error. Not thread-safe. */
public final class CborMapBuilder {
    private record Pair(byte[] key, Cbor value) {}

    static final Comparator<byte[]> BYTEWISE = Arrays::compareUnsigned;
    static final Comparator<byte[]> LENGTH_FIRST =
            Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(BYTEWISE);

    private final List<Pair> pairs = new ArrayList<>();

    CborMapBuilder() {}

    /** Adds a pair. */
    public CborMapBuilder put(Cbor key, Cbor value) {
        pairs.add(new Pair(key.deterministic(CborProfile.DETERMINISTIC), value));
        return this;
    }

    /** Adds a pair with an integer key. */
    public CborMapBuilder put(long key, Cbor value) {
        pairs.add(new Pair(CborWriter.withCapacity(16).integer(key).toByteArray(), value));
        return this;
    }

    /** Adds a pair with a text key. */
    public CborMapBuilder put(String key, Cbor value) {
        pairs.add(new Pair(CborWriter.create().text(key).toByteArray(), value));
        return this;
    }

    /** Adds an integer. */
    public CborMapBuilder put(long key, long value) {
        return put(key, Cbor.of(value));
    }

    /** Adds a text. */
    public CborMapBuilder put(long key, String value) {
        return put(key, Cbor.of(value));
    }

    /** Adds a byte string. */
    public CborMapBuilder put(long key, byte[] value) {
        return put(key, Cbor.of(value));
    }

    /** Adds an integer. */
    public CborMapBuilder put(String key, long value) {
        return put(key, Cbor.of(value));
    }

    /** Adds a text. */
    public CborMapBuilder put(String key, String value) {
        return put(key, Cbor.of(value));
    }

    /** Adds a byte string. */
    public CborMapBuilder put(String key, byte[] value) {
        return put(key, Cbor.of(value));
    }

    /** Adds all pairs of a map. */
    public CborMapBuilder putAll(CborMap map) {
        map.entries().forEach(entry -> put(entry.key(), entry.value()));
        return this;
    }

    /** The map in core deterministic key order (RFC 8949 §4.2.1). */
    public CborMap build() {
        return build(BYTEWISE);
    }

    /** The map in length-first key order (RFC 8949 §4.2.3). */
    public CborMap buildLengthFirst() {
        return build(LENGTH_FIRST);
    }

    private CborMap build(Comparator<byte[]> order) {
        List<Pair> sorted = new ArrayList<>(pairs);
        sorted.sort(Comparator.comparing(Pair::key, order));
        int length = CborWriter.headLength(sorted.size());
        for (Pair pair : sorted) {
            length += pair.key.length + pair.value.length();
        }
        CborWriter out = CborWriter.exactly(length).map(sorted.size());
        byte[] previous = {};
        for (Pair pair : sorted) {
            if (Arrays.equals(previous, pair.key)) {
                throw new IllegalArgumentException("map key is there twice: " + Diagnostic.print(pair.key));
            }
            previous = pair.key;
            out.encoded(pair.key).item(pair.value);
        }
        return new CborTree(out.finish()).item(0).asMap();
    }
}
