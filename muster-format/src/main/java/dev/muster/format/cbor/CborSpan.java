package dev.muster.format.cbor;

import java.util.Arrays;

/** What all tree nodes share: the exact bytes of the item, as a part of the input. */
abstract sealed class CborSpan
        permits CborInteger, CborBytes, CborText, CborArray, CborMap, CborTag, CborFloat, CborSimple {
    final byte[] in;
    final int start;
    final int end;

    CborSpan(byte[] in, int start, int end) {
        this.in = in;
        this.start = start;
        this.end = end;
    }

    /** A copy of the exact bytes of this item. */
    public byte[] encoded() {
        return Arrays.copyOfRange(in, start, end);
    }

    /** Offset of this item in the input it was parsed from; 0 for a built item. */
    public int offset() {
        return start;
    }

    /** Length of the exact bytes. */
    public int length() {
        return end - start;
    }

    CborException fault(String reason) {
        return new CborException(reason, CborPath.to(in, 0, in.length, start), start);
    }

    CborException expected(String words) {
        return fault(
                "expected " + words + ", found " + CborType.of(in[start] & 0xff).words());
    }

    /** Equal when the meaning is equal: key order, head lengths and float widths do not count. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof CborSpan that)) {
            return false;
        }
        if (Arrays.equals(in, start, end, that.in, that.start, that.end)) {
            return true;
        }
        int major = Head.major(in, start);
        if (major != Head.major(that.in, that.start)) {
            return false;
        }
        if (major < 4 && !Head.indefinite(in, start) && !Head.indefinite(that.in, that.start)) {
            return Head.argument(in, start) == Head.argument(that.in, that.start)
                    && Arrays.equals(in, afterHead(), end, that.in, that.afterHead(), that.end);
        }
        return Arrays.equals(canonical(), that.canonical());
    }

    /** First byte after the head. */
    int afterHead() {
        return start + Head.size(in, start);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(canonical());
    }

    private byte[] canonical() {
        return ((Cbor) this).deterministic(CborProfile.DETERMINISTIC);
    }

    /** Diagnostic notation (RFC 8949 §8). */
    @Override
    public String toString() {
        return Diagnostic.print((Cbor) this);
    }
}
