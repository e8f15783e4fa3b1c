package dev.muster.format.cbor;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/** A map, in the order of the input. */
public final class CborMap extends CborSpan implements Cbor {
    /** A map with nothing in it. */
    public static final CborMap EMPTY = new CborMap(new byte[] {(byte) 0xa0}, 0, 1, new Cbor[0]);

    /** One pair. */
    public record Entry(Cbor key, Cbor value) {}

    private final Cbor[] pairs;

    CborMap(byte[] in, int start, int end, Cbor[] pairs) {
        super(in, start, end);
        this.pairs = pairs;
    }

    @Override
    public CborMap asMap() {
        return this;
    }

    /** Number of pairs. */
    public int size() {
        return pairs.length / 2;
    }

    /** The value of an integer key. */
    public Optional<Cbor> get(long key) {
        long argument = key < 0 ? ~key : key;
        int major = key < 0 ? 1 : 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] instanceof CborInteger integer
                    && Head.major(integer.in, integer.start) == major
                    && Head.argument(integer.in, integer.start) == argument) {
                return Optional.of(pairs[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** The value of a text key. */
    public Optional<Cbor> get(String key) {
        byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] instanceof CborText text && text.is(utf8)) {
                return Optional.of(pairs[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** The value of a key of any type. */
    public Optional<Cbor> get(Cbor key) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(key)) {
                return Optional.of(pairs[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** The value of an integer key that must be there. */
    public Cbor require(long key) {
        return get(key).orElseThrow(() -> fault("map has no key " + key));
    }

    /** The value of a text key that must be there. */
    public Cbor require(String key) {
        return get(key).orElseThrow(() -> fault("map has no key \"" + key + "\""));
    }

    /** True when the integer key is there. */
    public boolean has(long key) {
        return get(key).isPresent();
    }

    /** True when the text key is there. */
    public boolean has(String key) {
        return get(key).isPresent();
    }

    /** All pairs in order. */
    public List<Entry> entries() {
        return new Pairs();
    }

    private final class Pairs extends AbstractList<Entry> implements RandomAccess {
        @Override
        public Entry get(int index) {
            return new Entry(pairs[2 * index], pairs[2 * index + 1]);
        }

        @Override
        public int size() {
            return pairs.length / 2;
        }
    }
}
