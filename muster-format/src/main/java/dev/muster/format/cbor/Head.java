package dev.muster.format.cbor;

/** The head of an item (RFC 8949 §3) in bytes that have been checked. */
final class Head {
    static final int INDEFINITE = 31;

    private Head() {}

    static int major(byte[] in, int at) {
        return (in[at] & 0xff) >> 5;
    }

    static int info(byte[] in, int at) {
        return in[at] & 31;
    }

    /** Bytes of the head: 1, 2, 3, 5 or 9. */
    static int size(byte[] in, int at) {
        int info = in[at] & 31;
        return info < 24 || info == INDEFINITE ? 1 : 1 + (1 << (info - 24));
    }

    /** The argument, as an unsigned 64-bit number; 0 for indefinite length. */
    static long argument(byte[] in, int at) {
        int info = in[at] & 31;
        return switch (info) {
            case 24 -> in[at + 1] & 0xffL;
            case 25 -> ((in[at + 1] & 0xffL) << 8) | (in[at + 2] & 0xffL);
            case 26 -> four(in, at + 1);
            case 27 -> (four(in, at + 1) << 32) | four(in, at + 5);
            case INDEFINITE -> 0;
            default -> info;
        };
    }

    private static long four(byte[] in, int at) {
        return ((in[at] & 0xffL) << 24)
                | ((in[at + 1] & 0xffL) << 16)
                | ((in[at + 2] & 0xffL) << 8)
                | (in[at + 3] & 0xffL);
    }

    static boolean indefinite(byte[] in, int at) {
        return (in[at] & 31) == INDEFINITE;
    }

    /** First byte after the item at {@code at}. Bounded by the depth that the check allowed. */
    static int skip(byte[] in, int at) {
        int initial = in[at] & 0xff;
        int next = at + size(in, at);
        int major = initial >> 5;
        if ((initial & 31) == INDEFINITE && major != 7) {
            while ((in[next] & 0xff) != 0xff) {
                next = skip(in, next);
            }
            return next + 1;
        }
        switch (major) {
            case 2, 3:
                return next + (int) argument(in, at);
            case 4, 5:
                long items = argument(in, at) << (major - 4);
                for (long i = 0; i < items; i++) {
                    next = skip(in, next);
                }
                return next;
            case 6:
                return skip(in, next);
            default:
                return next;
        }
    }

    /** The value of a floating-point item. */
    static double floating(byte[] in, int at) {
        long bits = argument(in, at);
        return switch (in[at] & 31) {
            case 25 -> Float.float16ToFloat((short) bits);
            case 26 -> Float.intBitsToFloat((int) bits);
            default -> Double.longBitsToDouble(bits);
        };
    }
}
