package dev.muster.format.cbor;

import java.math.BigInteger;

/** A tag and its content (RFC 8949 §3.4). */
public final class CborTag extends CborSpan implements Cbor {
    private final Cbor content;

    CborTag(byte[] in, int start, int end, Cbor content) {
        super(in, start, end);
        this.content = content;
    }

    @Override
    public CborTag asTag() {
        return this;
    }

    /** The tag number; numbers of 2^63 and above are a {@link CborException}. */
    public long tag() {
        long tag = Head.argument(in, start);
        if (tag < 0) {
            throw fault("tag number does not fit 63 bits");
        }
        return tag;
    }

    /** The tagged item. */
    public Cbor content() {
        return content;
    }

    /** The content, when the tag has this number. */
    public Cbor content(long tag) {
        if (Head.argument(in, start) != tag) {
            throw fault("expected tag " + tag + ", found tag " + Long.toUnsignedString(Head.argument(in, start)));
        }
        return content;
    }

    @Override
    public BigInteger asBigInteger() {
        long tag = Head.argument(in, start);
        if (tag != 2 && tag != 3) {
            throw expected("integer");
        }
        BigInteger magnitude = new BigInteger(1, content.asBytes());
        return tag == 2 ? magnitude : magnitude.not();
    }
}
