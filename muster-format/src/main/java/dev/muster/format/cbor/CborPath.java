package dev.muster.format.cbor;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Finds the path to a byte, for an error message. It walks from the start, only when something is wrong, so that
 * reading right input costs nothing for it; it trusts nothing beyond the fault.
 */
final class CborPath {
    /** Longest part of a text or byte-string key that is worth printing. */
    private static final int SHOWN = 24;

    private final byte[] in;
    private final int fault;
    private final StringBuilder path = new StringBuilder();

    private CborPath(byte[] in, int fault) {
        this.in = in;
        this.fault = fault;
    }

    /** Path to the innermost item that holds byte {@code fault}; {@code /} is the outermost. */
    static String to(byte[] in, int start, int end, int fault) {
        CborPath walk = new CborPath(in, Math.min(fault, end));
        try {
            walk.item(start, CborLimits.MOST_DEPTH);
        } catch (IndexOutOfBoundsException broken) {
            // The bytes end or lie before the fault: the path found so far is the best there is.
            return walk.text();
        }
        return walk.text();
    }

    private String text() {
        return path.isEmpty() ? "/" : path.toString();
    }

    /** Returns the offset after the item, or -1 once the item with the fault has been found. */
    private int item(int at, int depth) {
        if (at >= fault || depth == 0) {
            return -1;
        }
        int major = Head.major(in, at);
        int info = Head.info(in, at);
        if (info > 27 && info != Head.INDEFINITE) {
            return -1;
        }
        int next = at + Head.size(in, at);
        if (next > fault) {
            return -1;
        }
        return switch (major) {
            case 4, 5 -> container(at, next, major == 5, depth);
            case 6 -> item(next, depth - 1);
            case 2, 3 -> string(at, next);
            default -> next;
        };
    }

    private int string(int at, int next) {
        if (Head.indefinite(in, at)) {
            int chunk = next;
            while (chunk < fault && (in[chunk] & 0xff) != 0xff) {
                long length = Head.argument(in, chunk);
                if (length < 0 || length > fault) {
                    return -1;
                }
                chunk += Head.size(in, chunk) + (int) length;
            }
            return chunk >= fault ? -1 : chunk + 1;
        }
        long length = Head.argument(in, at);
        return length < 0 || length > fault - next ? -1 : next + (int) length;
    }

    private int container(int at, int from, boolean map, int depth) {
        boolean indefinite = Head.indefinite(in, at);
        long count = Head.argument(in, at);
        int next = from;
        for (long i = 0; indefinite || Long.compareUnsigned(i, count) < 0; i++) {
            if (next >= fault && !(map && next == fault)) {
                path.insert(0, "/[" + i + "]");
                return -1;
            }
            if (indefinite && (in[next] & 0xff) == 0xff) {
                return next + 1;
            }
            int key = next;
            int value = map ? item(key, depth - 1) : key;
            next = value < 0 ? -1 : item(value, depth - 1);
            if (next < 0) {
                // Only now is the way worth writing down: everything before the fault is passed over silently.
                if (value >= 0) {
                    path.insert(0, map ? "/" + key(key, value) : "/[" + i + "]");
                }
                return -1;
            }
        }
        return next;
    }

    private String key(int at, int to) {
        int content = at + Head.size(in, at);
        boolean chunked = Head.indefinite(in, at);
        return switch (chunked ? 4 : Head.major(in, at)) {
            case 0 -> Long.toUnsignedString(Head.argument(in, at));
            case 1 -> Head.argument(in, at) < 0 ? "-2^64.." : Long.toString(~Head.argument(in, at));
            case 2 -> "h'" + HexFormat.of().formatHex(in, content, Math.min(to, content + SHOWN)) + "'";
            case 3 ->
                '"'
                        + new String(in, content, Math.min(to - content, SHOWN), StandardCharsets.UTF_8)
                                .replaceAll("\\p{Cntrl}", "?")
                        + '"';
            default -> "(" + HexFormat.of().formatHex(in, at, Math.min(to, at + SHOWN)) + ")";
        };
    }
}
