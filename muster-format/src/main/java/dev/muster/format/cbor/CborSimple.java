package dev.muster.format.cbor;

/** True, false, null, undefined or another simple value. */
public final class CborSimple extends CborSpan implements Cbor {
    CborSimple(byte[] in, int start, int end) {
        super(in, start, end);
    }

    /** The number of the simple value: 20 false, 21 true, 22 null, 23 undefined. */
    public int value() {
        return (int) Head.argument(in, start);
    }

    @Override
    public boolean asBoolean() {
        return switch (value()) {
            case 20 -> false;
            case 21 -> true;
            default -> throw expected("boolean");
        };
    }
}
