package dev.muster.format.der;

import java.util.Arrays;

/**
 * Writes DER from its end to its beginning: what an element holds is written before its length has to be known, so nothing
 * is written twice. Not thread-safe.
 */
public final class DerBackwards {
    private byte[] bytes;
    private int at;

    /** @param capacity bytes that will do; more are taken when they are needed */
    public DerBackwards(int capacity) {
        bytes = new byte[capacity];
        at = capacity;
    }

    /** How much is written: what {@link #wrap} takes as the end of an element. */
    public int length() {
        return bytes.length - at;
    }

    /** Puts these bytes before what is written. */
    public DerBackwards put(byte[] part) {
        need(part.length);
        at -= part.length;
        System.arraycopy(part, 0, bytes, at, part.length);
        return this;
    }

    /** Puts an element before what is written. */
    public DerBackwards put(int tag, byte[] content) {
        int since = length();
        return put(content).wrap(tag, since);
    }

    /**
     * Makes one element of what was put since.
     *
     * @param tag its tag byte
     * @param since {@link #length()} before its content was put
     */
    public DerBackwards wrap(int tag, int since) {
        int content = length() - since;
        need(6);
        if (content < 0x80) {
            bytes[--at] = (byte) content;
        } else {
            int left = content;
            int octets = 0;
            for (; left != 0; left >>>= 8) {
                bytes[--at] = (byte) left;
                octets++;
            }
            bytes[--at] = (byte) (0x80 | octets);
        }
        bytes[--at] = (byte) tag;
        return this;
    }

    /** What is written. */
    public byte[] bytes() {
        return Arrays.copyOfRange(bytes, at, bytes.length);
    }

    private void need(int more) {
        if (at < more) {
            byte[] wider = new byte[2 * bytes.length + more];
            int start = wider.length - length();
            System.arraycopy(bytes, at, wider, start, length());
            bytes = wider;
            at = start;
        }
    }
}
