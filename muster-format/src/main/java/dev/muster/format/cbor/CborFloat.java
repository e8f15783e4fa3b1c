package dev.muster.format.cbor;

/** A floating-point number of 16, 32 or 64 bits. */
public final class CborFloat extends CborSpan implements Cbor {
    CborFloat(byte[] in, int start, int end) {
        super(in, start, end);
    }

    @Override
    public double asDouble() {
        return Head.floating(in, start);
    }

    /** Width in bits: 16, 32 or 64. */
    public int bits() {
        return 8 * (length() - 1);
    }
}
