package dev.muster.format.cbor;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes items in the shortest form with definite lengths (RFC 8949 §4.1). The order of map keys is the caller's: use
 * {@link CborMapBuilder} to have them sorted. Not thread-safe.
 */
public final class CborWriter {
    private byte[] out;
    private int size;

    private CborWriter(int capacity) {
        out = new byte[capacity];
    }

    /** An empty writer. */
    public static CborWriter create() {
        return new CborWriter(128);
    }

    /** An empty writer with room for {@code bytes} bytes before it must grow. */
    public static CborWriter withCapacity(int bytes) {
        return new CborWriter(Math.max(16, bytes));
    }

    /** An empty writer for what is known to have this many bytes: {@link #finish} then copies nothing. */
    static CborWriter exactly(int bytes) {
        return new CborWriter(bytes);
    }

    /** A text as it stands in front of a value. */
    static byte[] key(String name) {
        return withCapacity(name.length() + 9).text(name).toByteArray();
    }

    /** Bytes of the head with this argument. */
    static int headLength(long argument) {
        if (argument >= 0 && argument < 24) {
            return 1;
        }
        if (argument >>> 8 == 0) {
            return 2;
        }
        if (argument >>> 16 == 0) {
            return 3;
        }
        return argument >>> 32 == 0 ? 5 : 9;
    }

    /** Writes a signed integer. */
    public CborWriter integer(long value) {
        return value < 0 ? head(1, ~value) : head(0, value);
    }

    /** Writes an integer of any size: major type 0 or 1 when it fits 64 bits, else a bignum (RFC 8949 §3.4.3). */
    public CborWriter integer(BigInteger value) {
        BigInteger magnitude = value.signum() < 0 ? value.not() : value;
        int sign = value.signum() < 0 ? 1 : 0;
        if (magnitude.bitLength() <= 64) {
            return head(sign, magnitude.longValue());
        }
        byte[] bytes = magnitude.toByteArray();
        return tag(2 + sign).bytes(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    /** Writes a byte string. */
    public CborWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    /** Writes a byte string from a part of an array. */
    public CborWriter bytes(byte[] value, int from, int length) {
        head(2, length);
        return raw(value, from, length);
    }

    /** Writes a text string. Unpaired surrogates are a programming error. */
    public CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == value.length() || new String(utf8, StandardCharsets.UTF_8).equals(value)) {
            head(3, utf8.length);
            return raw(utf8, 0, utf8.length);
        }
        throw new IllegalArgumentException("text has an unpaired surrogate");
    }

    /** Writes true or false. */
    public CborWriter bool(boolean value) {
        return raw(value ? 0xf5 : 0xf4);
    }

    /** Writes null. */
    public CborWriter nil() {
        return raw(0xf6);
    }

    /** Writes undefined. */
    public CborWriter undefined() {
        return raw(0xf7);
    }

    /** Writes a simple value, 0..23 or 32..255. */
    public CborWriter simple(int value) {
        if (value < 0 || value > 255 || (value > 23 && value < 32)) {
            throw new IllegalArgumentException("no simple value " + value);
        }
        return head(7, value);
    }

    /** Writes a floating-point number in the shortest width that keeps every bit. */
    public CborWriter number(double value) {
        return number(Double.doubleToRawLongBits(value));
    }

    CborWriter number(long bits) {
        long single = Floats.single(bits);
        if (single < 0) {
            return raw(0xfb).big(bits, 8);
        }
        int half = Floats.half((int) single);
        return half < 0 ? raw(0xfa).big(single, 4) : raw(0xf9).big(half, 2);
    }

    /** Writes the head of an array of {@code count} items, which the caller writes next. */
    public CborWriter array(int count) {
        return head(4, count);
    }

    /** Writes the head of a map of {@code pairs} pairs, which the caller writes next, keys in the wanted order. */
    public CborWriter map(int pairs) {
        return head(5, pairs);
    }

    /** Writes a tag; the caller writes its content next. */
    public CborWriter tag(long tag) {
        return head(6, tag);
    }

    /** Copies an item that is already encoded. The caller vouches for it. */
    public CborWriter encoded(byte[] item) {
        return raw(item, 0, item.length);
    }

    /** Writes a tree item with its exact bytes. */
    public CborWriter item(Cbor item) {
        CborSpan span = (CborSpan) item;
        return raw(span.in, span.start, span.end - span.start);
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(out, size);
    }

    /** What was written; the writer must not be used again. */
    byte[] finish() {
        return size == out.length ? out : toByteArray();
    }

    CborWriter head(int major, long argument) {
        int initial = major << 5;
        if (argument >= 0 && argument < 24) {
            return raw(initial | (int) argument);
        }
        if (argument >>> 8 == 0) {
            return raw(initial | 24).raw((int) argument);
        }
        if (argument >>> 16 == 0) {
            return raw(initial | 25).big(argument, 2);
        }
        return argument >>> 32 == 0
                ? raw(initial | 26).big(argument, 4)
                : raw(initial | 27).big(argument, 8);
    }

    /** A head whose argument takes 1, 2, 4 or 8 bytes (width 0 to 3) even when it would fit fewer. */
    CborWriter wideHead(int major, long argument, int width) {
        if (width < 3 && argument >>> (8 << width) != 0) {
            throw new IllegalArgumentException("number does not fit its encoding indicator");
        }
        return raw((major << 5) | (24 + width)).big(argument, 1 << width);
    }

    /** Puts the head of a container before its content, once the count is known. */
    void insertHead(int at, int major, int count) {
        byte[] content = Arrays.copyOfRange(out, at, size);
        size = at;
        head(major, count).raw(content, 0, content.length);
    }

    private CborWriter raw(int value) {
        room(1);
        out[size++] = (byte) value;
        return this;
    }

    private CborWriter big(long value, int width) {
        room(width);
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            out[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    CborWriter raw(byte[] value, int from, int length) {
        room(length);
        System.arraycopy(value, from, out, size, length);
        size += length;
        return this;
    }

    private void room(int more) {
        if (more > out.length - size) {
            out = Arrays.copyOf(out, Math.max(Math.multiplyExact(out.length, 2), Math.addExact(size, more)));
        }
    }
}
