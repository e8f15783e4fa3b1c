package dev.muster.format.der;

import java.math.BigInteger;
import java.util.Arrays;

/** Reads DER by position: tag, length in its shortest form, content. Not thread-safe. */
public final class DerReader {
    /** INTEGER. */
    public static final int INTEGER = 0x02;
    /** BIT STRING. */
    public static final int BIT_STRING = 0x03;
    /** OCTET STRING. */
    public static final int OCTET_STRING = 0x04;
    /** OBJECT IDENTIFIER. */
    public static final int OID = 0x06;
    /** SEQUENCE. */
    public static final int SEQUENCE = 0x30;

    /** Longest length that is read: four length bytes would already be more than any input here. */
    private static final int LENGTH_BYTES = 3;

    private final byte[] in;
    private final int end;
    private int at;

    private DerReader(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    /** Reads all of {@code bytes}. */
    public static DerReader of(byte[] bytes) {
        return new DerReader(bytes, 0, bytes.length);
    }

    /** True when something is left. */
    public boolean more() {
        return at < end;
    }

    /** The tag byte that comes next, -1 at the end. */
    public int peek() {
        return at < end ? in[at] & 0xff : -1;
    }

    /** Enters the next element, which must have this tag byte. */
    public DerReader enter(int tag) {
        int length = head(tag);
        DerReader inner = new DerReader(in, at, at + length);
        at += length;
        return inner;
    }

    /** The content of the next element, which must have this tag byte. */
    public byte[] content(int tag) {
        int length = head(tag);
        at += length;
        return Arrays.copyOfRange(in, at - length, at);
    }

    /** The exact bytes of the next element, whatever its tag. */
    public byte[] span() {
        int from = at;
        int length = head(peek());
        at += length;
        return Arrays.copyOfRange(in, from, at);
    }

    /** An INTEGER in its shortest form. */
    public BigInteger integer() {
        int from = at;
        byte[] content = content(INTEGER);
        boolean padded =
                content.length > 1 && ((content[0] == 0 && content[1] >= 0) || (content[0] == -1 && content[1] < 0));
        if (content.length == 0 || padded) {
            throw new DerException("integer is not in its shortest form", from);
        }
        return new BigInteger(content);
    }

    /** Says that everything has been read. */
    public void end() {
        if (at != end) {
            throw new DerException("bytes after the element", at);
        }
    }

    private int head(int tag) {
        if (at >= end) {
            throw new DerException("input ends", at);
        }
        if ((in[at] & 0xff) != tag) {
            throw new DerException("expected tag %02x, found %02x".formatted(tag, in[at] & 0xff), at);
        }
        if (at + 1 >= end) {
            throw new DerException("input ends inside a head", end);
        }
        int length = in[at + 1] & 0xff;
        int next = at + 2;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > LENGTH_BYTES || count > end - next) {
                throw new DerException("length is not definite or too large", at + 1);
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (in[next++] & 0xff);
            }
            if (length < 0x80 || (count > 1 && length >>> (8 * (count - 1)) == 0)) {
                throw new DerException("length is not in its shortest form", at + 1);
            }
        }
        if (length > end - next) {
            throw new DerException("length is more than the input has", at + 1);
        }
        at = next;
        return length;
    }
}
