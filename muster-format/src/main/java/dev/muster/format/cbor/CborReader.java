package dev.muster.format.cbor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Pulls items one after another. An item is checked completely before its first byte is handed out, so a reader in the
 * middle of a message never meets malformed bytes, only items of another type than it wants. Several items in a row (a
 * CBOR sequence, RFC 8742) are read by asking again; {@link #end()} says that there must be no more. Not thread-safe.
 *
 * <p>Every read throws {@link CborException} with path and offset when the next item is something else.
 */
public final class CborReader {
    private final byte[] in;
    private final int start;
    private final int end;
    private final CborProfile profile;
    private final CborLimits limits;
    private int at;
    private int itemStart;
    private int checked;

    private CborReader(byte[] in, int start, int end, CborProfile profile, CborLimits limits) {
        this.in = in;
        this.start = start;
        this.end = end;
        this.profile = profile;
        this.limits = limits;
        this.at = start;
        this.checked = start;
    }

    /** A reader in the {@link CborProfile#STRICT} profile. */
    public static CborReader of(byte[] bytes) {
        return of(bytes, CborProfile.STRICT, CborLimits.DEFAULT);
    }

    /** A reader in a given profile. */
    public static CborReader of(byte[] bytes, CborProfile profile, CborLimits limits) {
        return new CborReader(bytes, 0, bytes.length, profile, limits);
    }

    /** A reader of a part of an array; positions count from the array's start. */
    public static CborReader of(byte[] bytes, int from, int length, CborProfile profile, CborLimits limits) {
        java.util.Objects.checkFromIndexSize(from, length, bytes.length);
        return new CborReader(bytes, from, from + length, profile, limits);
    }

    /** A reader of a memory segment, which is copied once; longer ones than the limit are refused before that. */
    public static CborReader of(MemorySegment segment, CborProfile profile, CborLimits limits) {
        if (segment.byteSize() > limits.bytes()) {
            throw new CborException("longer than the limit of " + limits.bytes() + " bytes", "/", limits.bytes());
        }
        return of(segment.toArray(ValueLayout.JAVA_BYTE), profile, limits);
    }

    /** What comes next; {@link CborType#END} at the end, {@link CborType#BREAK} at the end of an indefinite container. */
    public CborType peek() {
        return at == end ? CborType.END : CborType.of(head());
    }

    /** Reads an integer that fits a {@code long}. */
    public long readLong() {
        int major = head() >> 5;
        if (major > 1) {
            throw expected("integer");
        }
        long argument = Head.argument(in, at);
        if (argument < 0) {
            throw fault("integer does not fit 64 bits with a sign");
        }
        at += Head.size(in, at);
        return major == 0 ? argument : ~argument;
    }

    /** Reads an integer that fits an {@code int}. */
    public int readInt() {
        int before = at;
        long value = readLong();
        if (value != (int) value) {
            at = before;
            throw fault("integer does not fit 32 bits");
        }
        return (int) value;
    }

    /** Reads an integer of any size, bignum tags included. */
    public BigInteger readBigInteger() {
        head();
        return next().asBigInteger();
    }

    /** Reads a floating-point number or an integer. */
    public double readDouble() {
        head();
        return next().asDouble();
    }

    /** Reads a byte string. */
    public byte[] readBytes() {
        if (head() >> 5 != 2) {
            throw expected("byte string");
        }
        return next().asBytes();
    }

    /** Reads a byte string of exactly {@code length} bytes. */
    public byte[] readBytes(int length) {
        int before = at;
        byte[] bytes = readBytes();
        if (bytes.length != length) {
            at = before;
            throw fault("expected " + length + " bytes, found " + bytes.length);
        }
        return bytes;
    }

    /** Reads a text string. */
    public String readText() {
        if (head() >> 5 != 3) {
            throw expected("text string");
        }
        return next().asText();
    }

    /** Reads true or false. */
    public boolean readBoolean() {
        int initial = head();
        if (initial != 0xf4 && initial != 0xf5) {
            throw expected("boolean");
        }
        at++;
        return initial == 0xf5;
    }

    /** Reads null. */
    public void readNull() {
        if (!tryNull()) {
            throw expected("null");
        }
    }

    /** Reads null when it is next. */
    public boolean tryNull() {
        if (at == end || head() != 0xf6) {
            return false;
        }
        at++;
        return true;
    }

    /** Reads the head of an array: the number of items that follow, or -1 when they end with {@link #tryBreak()}. */
    public int readArrayHeader() {
        if (head() >> 5 != 4) {
            throw expected("array");
        }
        return count();
    }

    /** Reads the head of an array that must have exactly {@code size} items. */
    public void readArrayHeader(int size) {
        int before = at;
        int found = readArrayHeader();
        if (found != size) {
            at = before;
            throw fault("expected array of " + size + " items, found " + (found < 0 ? "indefinite length" : found));
        }
    }

    /** Reads the head of a map: the number of pairs that follow, or -1 when they end with {@link #tryBreak()}. */
    public int readMapHeader() {
        if (head() >> 5 != 5) {
            throw expected("map");
        }
        return count();
    }

    /** Reads the end mark of an indefinite-length container when it is next. */
    public boolean tryBreak() {
        if (head() != 0xff) {
            return false;
        }
        at++;
        return true;
    }

    /** Reads a tag number below 2^63; its content is next. */
    public long readTag() {
        if (head() >> 5 != 6) {
            throw expected("tag");
        }
        long tag = Head.argument(in, at);
        if (tag < 0) {
            throw fault("tag number does not fit 63 bits");
        }
        at += Head.size(in, at);
        return tag;
    }

    /** The exact bytes of the next item. */
    public byte[] readSpan() {
        int from = at;
        skip();
        return Arrays.copyOfRange(in, from, at);
    }

    /** The next item as a tree. */
    public Cbor readItem() {
        whole();
        return next();
    }

    /** Passes over the next item. */
    public void skip() {
        whole();
        at = Head.skip(in, at);
    }

    /** Offset of the next byte. */
    public int position() {
        return at;
    }

    /** Says that everything has been read. */
    public void end() {
        if (at != end) {
            throw new CborException("bytes after the item", "/", at);
        }
    }

    private int count() {
        int before = at;
        at += Head.size(in, at);
        return Head.indefinite(in, before) ? -1 : (int) Head.argument(in, before);
    }

    private Cbor next() {
        Cbor item = new CborTree(in).item(at);
        at += item.length();
        return item;
    }

    private void whole() {
        if (head() == 0xff) {
            throw expected("item");
        }
    }

    /** The initial byte of the next item, which has been checked. */
    private int head() {
        if (at == checked) {
            if (at == end) {
                throw fault("input ends");
            }
            itemStart = at;
            checked = new CborScanner(in, at, end, profile, limits).item(at);
        }
        return in[at] & 0xff;
    }

    private CborException expected(String words) {
        return fault(
                "expected " + words + ", found " + CborType.of(in[at] & 0xff).words());
    }

    private CborException fault(String reason) {
        return new CborException(reason, CborPath.to(in, Math.max(itemStart, start), end, at), at);
    }
}
