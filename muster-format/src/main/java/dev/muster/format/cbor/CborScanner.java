package dev.muster.format.cbor;

import java.util.Arrays;

/**
 * Checks one item completely without building anything: every byte is looked at once before a reader or a tree may
 * rely on it. Recursion is bounded by {@link CborLimits#depth()}.
 */
final class CborScanner {
    private final byte[] in;
    private final int start;
    private final int end;
    private final CborLimits limits;
    private final boolean unchecked;
    private final boolean strict;
    private final boolean ordered;
    private final boolean lengthFirst;
    private int items;

    /** Chunked strings and unsorted maps so far: inside a map key they would make comparing keys expensive. */
    private int odd;

    CborScanner(byte[] in, int start, int end, CborProfile profile, CborLimits limits) {
        this.in = in;
        this.start = start;
        this.end = end;
        this.limits = limits;
        this.unchecked = profile == CborProfile.WELL_FORMED;
        this.strict = profile.atLeast(CborProfile.STRICT);
        this.ordered = profile.atLeast(CborProfile.DETERMINISTIC);
        this.lengthFirst = profile == CborProfile.LENGTH_FIRST;
        if (end - start > limits.bytes()) {
            throw new CborException("longer than the limit of " + limits.bytes() + " bytes", "/", limits.bytes());
        }
    }

    /** Checks the item at {@code at} and returns the offset after it. */
    int item(int at) {
        return item(at, limits.depth());
    }

    /** The commonest item, a small integer, without a call that recursion keeps from being inlined. */
    private int quick(int at, int depth) {
        if (at < end && (in[at] & 0xc0) == 0 && (in[at] & 0x1f) < 24 && items < limits.items()) {
            items++;
            return at + 1;
        }
        return item(at, depth);
    }

    private int item(int at, int depth) {
        if (at >= end) {
            throw fault("input ends inside an item", end);
        }
        int initial = in[at] & 0xff;
        int major = initial >> 5;
        if (++items > limits.items()) {
            throw fault("more than " + limits.items() + " items", at);
        }
        if (initial < 0x18 || (major == 1 && initial < 0x38)) {
            return at + 1;
        }
        int info = initial & 31;
        int next = at + 1;
        long argument = info;
        if (info >= 24) {
            if (info > 27) {
                return indefinite(at, major, info, depth);
            }
            next += 1 << (info - 24);
            if (next > end) {
                throw fault("input ends inside a head", end);
            }
            argument = Head.argument(in, at);
            if (strict && major != 7 && !shortest(info, argument)) {
                throw fault("head is not the shortest form", at);
            }
        }
        return switch (major) {
            case 0, 1 -> next;
            case 2 -> string(at, next, argument);
            case 3 -> text(at, next, argument);
            case 4 -> array(at, next, argument, depth);
            case 5 -> map(at, next, argument, depth);
            case 6 -> tag(at, next, argument, depth);
            default -> simple(at, info, next);
        };
    }

    private static boolean shortest(int info, long argument) {
        return switch (info) {
            case 24 -> argument >= 24;
            case 25 -> argument >>> 8 != 0;
            case 26 -> argument >>> 16 != 0;
            default -> argument >>> 32 != 0;
        };
    }

    private int deeper(int at, int depth) {
        if (depth == 0) {
            throw fault("nested deeper than " + limits.depth(), at);
        }
        return depth - 1;
    }

    private int string(int at, int next, long length) {
        if (length < 0 || length > end - next) {
            throw fault("length " + Long.toUnsignedString(length) + " is more than the input has", at);
        }
        return next + (int) length;
    }

    private int text(int at, int next, long length) {
        int to = string(at, next, length);
        if (!unchecked) {
            int bad = Utf8.fault(in, next, to);
            if (bad >= 0) {
                throw fault("text is not UTF-8", bad);
            }
        }
        return to;
    }

    private int array(int at, int from, long count, int depth) {
        if (count < 0 || count > end - from) {
            throw fault("array of " + Long.toUnsignedString(count) + " items is more than the input has", at);
        }
        int deeper = deeper(at, depth);
        int next = from;
        for (int i = 0; i < count; i++) {
            next = quick(next, deeper);
        }
        return next;
    }

    private int map(int at, int from, long count, int depth) {
        if (count < 0 || count > (end - from) / 2) {
            throw fault("map of " + Long.toUnsignedString(count) + " pairs is more than the input has", at);
        }
        return pairs(from, (int) count, deeper(at, depth));
    }

    /** Reads {@code count} pairs, or up to the break when {@code count} is negative; then settles order and doubles. */
    private int pairs(int from, int count, int deeper) {
        int next = from;
        int previous = from;
        int previousEnd = from;
        boolean ascending = true;
        boolean plain = true;
        int oddBefore = odd;
        int oddKeys = 0;
        int read = 0;
        while (count < 0 ? more(next) : read < count) {
            int key = next;
            int oddAtKey = odd;
            int keyEnd = quick(key, deeper);
            oddKeys += odd - oddAtKey;
            plain &= strict ? (in[key] & 0xff) < 0x80 : plain(key);
            if (read > 0 && ascending && !unchecked) {
                ascending = follows(previous, previousEnd, key, keyEnd);
                if (!ascending && ordered) {
                    throw fault("map key is out of order or there twice", key);
                }
            }
            previous = key;
            previousEnd = keyEnd;
            if (keyEnd < end && (in[keyEnd] & 0xff) == 0xff && count < 0) {
                throw fault("map ends after a key", keyEnd);
            }
            next = quick(keyEnd, deeper);
            read++;
        }
        if (read > 1 && !unchecked && !ordered && !(ascending && plain)) {
            odd = oddBefore + oddKeys;
            if (oddKeys > 0) {
                throw fault("map key holds a chunked string or an unsorted map, so keys cannot be compared", from);
            }
            int twice = new CborOrder(in).duplicate(from, read);
            if (twice >= 0) {
                throw fault("map key is there twice", twice);
            }
            odd++;
        }
        return next;
    }

    private boolean more(int next) {
        if (next >= end) {
            throw fault("input ends inside an item", end);
        }
        return (in[next] & 0xff) != 0xff;
    }

    /** An integer or definite-length string in its shortest form: equal keys have equal bytes. */
    private boolean plain(int key) {
        int info = Head.info(in, key);
        return (in[key] & 0xff) < 0x80
                && info != Head.INDEFINITE
                && (info < 24 || shortest(info, Head.argument(in, key)));
    }

    private boolean follows(int a, int aEnd, int b, int bEnd) {
        if (lengthFirst && aEnd - a != bEnd - b) {
            return aEnd - a < bEnd - b;
        }
        int first = (in[a] & 0xff) - (in[b] & 0xff);
        return first != 0 ? first < 0 : Arrays.compareUnsigned(in, a, aEnd, in, b, bEnd) < 0;
    }

    private int indefinite(int at, int major, int info, int depth) {
        if (info != Head.INDEFINITE || major < 2 || major == 6) {
            throw fault("reserved additional information " + info, at);
        }
        if (major == 7) {
            throw fault("break outside an indefinite-length item", at);
        }
        if (strict) {
            throw fault("indefinite length", at);
        }
        if (major < 4) {
            return chunks(at, major);
        }
        int deeper = deeper(at, depth);
        if (major == 5) {
            return pairs(at + 1, -1, deeper) + 1;
        }
        int next = at + 1;
        while (more(next)) {
            next = quick(next, deeper);
        }
        return next + 1;
    }

    private int chunks(int at, int major) {
        odd++;
        int next = at + 1;
        while (more(next)) {
            if (Head.major(in, next) != major || Head.indefinite(in, next)) {
                throw fault("chunk is not a definite-length string of the same type", next);
            }
            next = item(next, 0);
        }
        return next + 1;
    }

    private int tag(int at, int next, long number, int depth) {
        int to = item(next, deeper(at, depth));
        if (strict) {
            String fault = TagContent.fault(in, number, next, to, limits);
            if (fault != null) {
                throw fault("tag " + number + " holds " + fault, at);
            }
            if (ordered && TagContent.shorterBignum(in, number, next)) {
                throw fault("bignum is not the shortest form", at);
            }
        }
        return to;
    }

    private int simple(int at, int info, int next) {
        if (info == 24 && (in[at + 1] & 0xff) < 32) {
            throw fault("simple value below 32 in two bytes", at);
        }
        if (info >= 25 && ordered && Floats.shorter(in, at)) {
            throw fault("floating-point number is not the shortest form", at);
        }
        return next;
    }

    CborException fault(String reason, int at) {
        return new CborException(reason, CborPath.to(in, start, end, at), at);
    }
}
