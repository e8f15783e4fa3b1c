package dev.muster.format.attest.tpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the fields of a TPM's structures one after another, big-endian, and names the one that is not there. */
public final class TpmCursor {
    private final ByteBuffer in;

    private TpmCursor(byte[] bytes, ByteOrder order) {
        this.in = ByteBuffer.wrap(bytes).order(order);
    }

    /** Over the bytes of one structure. */
    public static TpmCursor of(byte[] bytes) {
        return new TpmCursor(bytes, ByteOrder.BIG_ENDIAN);
    }

    static TpmCursor ofLog(byte[] bytes) {
        return ofLog(bytes, ByteOrder.LITTLE_ENDIAN);
    }

    static TpmCursor ofLog(byte[] bytes, ByteOrder order) {
        return new TpmCursor(bytes, order);
    }

    int position() {
        return in.position();
    }

    /** Whether every byte was read. */
    public boolean atEnd() {
        return !in.hasRemaining();
    }

    /** @throws TpmException when it is not there, as every reader here */
    public int u8(String field) {
        need(field, 1);
        return Byte.toUnsignedInt(in.get());
    }

    public int u16(String field) {
        need(field, 2);
        return Short.toUnsignedInt(in.getShort());
    }

    public int i32(String field) {
        need(field, 4);
        return in.getInt();
    }

    /** A size or index of 32 bits that stays within {@code most}. */
    int size32(String field, int most) {
        int at = in.position();
        int value = i32(field);
        if (value < 0 || value > most) {
            throw new TpmException(Integer.toUnsignedString(value) + " is more than " + most, "/" + field, at);
        }
        return value;
    }

    long i64(String field) {
        need(field, 8);
        return in.getLong();
    }

    public byte[] bytes(String field, int length) {
        need(field, length);
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    /** A TPM2B: a size of 16 bits and so many bytes. */
    public byte[] sized(String field) {
        return bytes(field, u16(field));
    }

    /** Everything that is left. */
    byte[] rest() {
        return bytes("", in.remaining());
    }

    /** @throws TpmException when bytes are left */
    public void end(String what) {
        if (in.hasRemaining()) {
            throw fault(in.remaining() + " bytes follow the " + what, "");
        }
    }

    TpmException fault(String reason, String field) {
        return new TpmException(reason, "/" + field, in.position());
    }

    private void need(String field, int length) {
        if (in.remaining() < length) {
            throw fault(length + " bytes are needed and " + in.remaining() + " are left", field);
        }
    }
}
