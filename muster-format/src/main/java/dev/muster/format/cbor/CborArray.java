package dev.muster.format.cbor;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** An array. */
public final class CborArray extends CborSpan implements Cbor, Iterable<Cbor> {
    private final Cbor[] items;

    CborArray(byte[] in, int start, int end, Cbor[] items) {
        super(in, start, end);
        this.items = items;
    }

    @Override
    public CborArray asArray() {
        return this;
    }

    /** Number of items. */
    public int size() {
        return items.length;
    }

    /** The item at {@code index}, from 0; a {@link CborException} when there is none. */
    public Cbor get(int index) {
        if (index < 0 || index >= items.length) {
            throw fault("array has " + items.length + " items, none at " + index);
        }
        return items[index];
    }

    /** This array, when it has exactly {@code size} items. */
    public CborArray ofSize(int size) {
        if (items.length != size) {
            throw fault("expected array of " + size + " items, found " + items.length);
        }
        return this;
    }

    /** All items in order. */
    public List<Cbor> items() {
        return Collections.unmodifiableList(java.util.Arrays.asList(items));
    }

    @Override
    public Iterator<Cbor> iterator() {
        return items().iterator();
    }
}
