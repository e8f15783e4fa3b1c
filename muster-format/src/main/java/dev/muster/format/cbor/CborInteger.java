package dev.muster.format.cbor;

import java.math.BigInteger;

/** An integer of major type 0 or 1: -2^64 to 2^64-1. */
public final class CborInteger extends CborSpan implements Cbor {
    CborInteger(byte[] in, int start, int end) {
        super(in, start, end);
    }

    @Override
    public long asLong() {
        long argument = Head.argument(in, start);
        if (argument < 0) {
            throw fault("integer does not fit 64 bits with a sign");
        }
        return Head.major(in, start) == 0 ? argument : ~argument;
    }

    @Override
    public BigInteger asBigInteger() {
        long argument = Head.argument(in, start);
        BigInteger value = new BigInteger(Long.toUnsignedString(argument));
        return Head.major(in, start) == 0 ? value : value.not();
    }

    @Override
    public double asDouble() {
        return asBigInteger().doubleValue();
    }
}
