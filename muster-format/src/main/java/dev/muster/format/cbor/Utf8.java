package dev.muster.format.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Offset of the first byte that is not UTF-8, or -1. */
    static int fault(byte[] in, int from, int to) {
        int at = from;
        while (at + 8 <= to && ((long) EIGHT.get(in, at) & HIGH_BITS) == 0) {
            at += 8;
        }
        while (at < to && in[at] >= 0) {
            at++;
        }
        while (at < to) {
            int lead = in[at] & 0xff;
            int length = length(lead);
            if (length == 0 || at + length > to) {
                return at;
            }
            if (length > 1 && !tail(in, at, lead, length)) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static int length(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xc2) {
            return 0;
        }
        if (lead < 0xe0) {
            return 2;
        }
        if (lead < 0xf0) {
            return 3;
        }
        return lead < 0xf5 ? 4 : 0;
    }

    private static boolean tail(byte[] in, int at, int lead, int length) {
        int second = in[at + 1] & 0xff;
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return false;
        }
        for (int i = 2; i < length; i++) {
            if ((in[at + i] & 0xc0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
