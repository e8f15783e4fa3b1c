package dev.muster.format.cbor;

import java.util.Arrays;

/**
 * A total order over the meaning of checked items, whatever the length of their heads: integers by value, strings by
 * length and bytes, floats by value (in some order, which is enough to find equal ones). It allocates nothing per comparison. Keys with chunked strings or unsorted maps
 * are kept away by {@link CborScanner}, which makes equal keys compare equal by walking them side by side.
 */
final class CborOrder {
    private final byte[] in;
    private int a;
    private int b;

    CborOrder(byte[] in) {
        this.in = in;
    }

    /** Offset of a key that is equal to another key of the map whose pairs start at {@code from}, or -1. */
    int duplicate(int from, int pairs) {
        Integer[] keys = new Integer[pairs];
        int next = from;
        for (int i = 0; i < pairs; i++) {
            keys[i] = next;
            next = Head.skip(in, Head.skip(in, next));
        }
        Arrays.sort(keys, this::compare);
        for (int i = 1; i < pairs; i++) {
            if (compare(keys[i - 1], keys[i]) == 0) {
                return Math.max(keys[i - 1], keys[i]);
            }
        }
        return -1;
    }

    private int compare(int left, int right) {
        a = left;
        b = right;
        return item();
    }

    private int item() {
        int major = Head.major(in, a);
        int order = Integer.compare(major, Head.major(in, b));
        if (order != 0) {
            return order;
        }
        return switch (major) {
            case 0, 1 -> argument();
            case 2, 3 -> string();
            case 4 -> items(1);
            case 5 -> items(2);
            case 6 -> {
                int tag = argument();
                yield tag != 0 ? tag : item();
            }
            default -> other();
        };
    }

    private int argument() {
        int order = Long.compareUnsigned(Head.argument(in, a), Head.argument(in, b));
        a += Head.size(in, a);
        b += Head.size(in, b);
        return order;
    }

    private int string() {
        int lengthA = (int) Head.argument(in, a);
        int lengthB = (int) Head.argument(in, b);
        a += Head.size(in, a);
        b += Head.size(in, b);
        int order = Integer.compare(lengthA, lengthB);
        if (order == 0) {
            order = Arrays.compareUnsigned(in, a, a + lengthA, in, b, b + lengthB);
        }
        a += lengthA;
        b += lengthB;
        return order;
    }

    private int items(int each) {
        long leftA = Head.indefinite(in, a) ? Long.MAX_VALUE : each * Head.argument(in, a);
        long leftB = Head.indefinite(in, b) ? Long.MAX_VALUE : each * Head.argument(in, b);
        a += Head.size(in, a);
        b += Head.size(in, b);
        while (true) {
            boolean moreA = more(a, leftA);
            boolean moreB = more(b, leftB);
            if (!moreA || !moreB) {
                a += !moreA && leftA > Integer.MAX_VALUE ? 1 : 0;
                b += !moreB && leftB > Integer.MAX_VALUE ? 1 : 0;
                return Boolean.compare(moreA, moreB);
            }
            int order = item();
            if (order != 0) {
                return order;
            }
            leftA--;
            leftB--;
        }
    }

    private boolean more(int at, long left) {
        return left > Integer.MAX_VALUE ? (in[at] & 0xff) != 0xff : left > 0;
    }

    private int other() {
        boolean floatA = Floats.is(in, a);
        boolean floatB = Floats.is(in, b);
        int order = Boolean.compare(floatA, floatB);
        if (order == 0) {
            order = floatA
                    ? Long.compare(Floats.widened(in, a), Floats.widened(in, b))
                    : Long.compare(Head.argument(in, a), Head.argument(in, b));
        }
        a += Head.size(in, a);
        b += Head.size(in, b);
        return order;
    }
}
