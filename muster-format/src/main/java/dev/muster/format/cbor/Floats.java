package dev.muster.format.cbor;

/** Which width of IEEE 754 holds a value exactly (RFC 8949 §4.1). NaN keeps its payload and sign. */
final class Floats {
    private Floats() {}

    static boolean is(byte[] in, int at) {
        int initial = in[at] & 0xff;
        return initial >= 0xf9 && initial <= 0xfb;
    }

    /** True when the item's value would fit a shorter width. */
    static boolean shorter(byte[] in, int at) {
        return switch (in[at] & 31) {
            case 26 -> half((int) Head.argument(in, at)) >= 0;
            case 27 -> single(Head.argument(in, at)) >= 0;
            default -> false;
        };
    }

    /** The value as the bits of a double, whatever its width; NaN keeps payload and sign, which conversion would not. */
    static long widened(byte[] in, int at) {
        long bits = Head.argument(in, at);
        double value = Head.floating(in, at);
        if (!Double.isNaN(value)) {
            return Double.doubleToRawLongBits(value);
        }
        return switch (in[at] & 31) {
            case 25 -> ((bits & 0x8000) << 48) | 0x7ff0000000000000L | ((bits & 0x3ff) << 42);
            case 26 -> ((bits & 0x80000000L) << 32) | 0x7ff0000000000000L | ((bits & 0x7fffff) << 29);
            default -> bits;
        };
    }

    /** The bits of the half float equal to these bits of a single float, or -1. */
    static int half(int bits) {
        if ((bits & 0x7f800000) == 0x7f800000) {
            return (bits & 0x1fff) != 0 ? -1 : (bits >>> 16 & 0x8000) | 0x7c00 | (bits >>> 13 & 0x3ff);
        }
        float value = Float.intBitsToFloat(bits);
        short half = Float.floatToFloat16(value);
        return Float.floatToRawIntBits(Float.float16ToFloat(half)) == bits ? half & 0xffff : -1;
    }

    /** The bits of the single float equal to these bits of a double, as an unsigned number, or -1. */
    static long single(long bits) {
        if ((bits & 0x7ff0000000000000L) == 0x7ff0000000000000L) {
            return (bits & 0x1fffffffL) != 0
                    ? -1
                    : (bits >>> 32 & 0x80000000L) | 0x7f800000L | (bits >>> 29 & 0x7fffffL);
        }
        double value = Double.longBitsToDouble(bits);
        float single = (float) value;
        return Double.doubleToRawLongBits(single) == bits ? Float.floatToRawIntBits(single) & 0xffffffffL : -1;
    }
}
