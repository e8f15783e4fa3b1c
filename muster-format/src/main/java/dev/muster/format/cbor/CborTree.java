package dev.muster.format.cbor;

import java.util.Arrays;

/** Builds nodes over bytes that {@link CborScanner} has checked, or that this package wrote. */
final class CborTree {
    private static final Cbor[] NONE = {};

    private final byte[] in;
    private int next;

    CborTree(byte[] in) {
        this.in = in;
    }

    Cbor item(int at) {
        next = at;
        return item();
    }

    private Cbor item() {
        int at = next;
        int initial = in[at] & 0xff;
        int size = Head.size(in, at);
        switch (initial >> 5) {
            case 0, 1:
                next = at + size;
                return new CborInteger(in, at, next);
            case 2:
                next = string(at, size);
                return new CborBytes(in, at, next);
            case 3:
                next = string(at, size);
                return new CborText(in, at, next);
            case 4:
                Cbor[] items = items(at, size, 1);
                return new CborArray(in, at, next, items);
            case 5:
                Cbor[] pairs = items(at, size, 2);
                return new CborMap(in, at, next, pairs);
            case 6:
                next = at + size;
                Cbor content = item();
                return new CborTag(in, at, next, content);
            default:
                next = at + size;
                return Floats.is(in, at) ? new CborFloat(in, at, next) : new CborSimple(in, at, next);
        }
    }

    private int string(int at, int size) {
        return Head.indefinite(in, at) ? Head.skip(in, at) : at + size + (int) Head.argument(in, at);
    }

    private Cbor[] items(int at, int size, int each) {
        next = at + size;
        if (Head.indefinite(in, at)) {
            return open();
        }
        int count = each * (int) Head.argument(in, at);
        if (count == 0) {
            return NONE;
        }
        Cbor[] items = new Cbor[count];
        for (int i = 0; i < count; i++) {
            items[i] = item();
        }
        return items;
    }

    /** Items up to the break. The array grows from one, so that a tower of them stays within the allocation bound. */
    private Cbor[] open() {
        Cbor[] items = NONE;
        int count = 0;
        while ((in[next] & 0xff) != 0xff) {
            if (count == items.length) {
                items = Arrays.copyOf(items, Math.max(1, 2 * count));
            }
            items[count++] = item();
        }
        next++;
        return count == items.length ? items : Arrays.copyOf(items, count);
    }
}
