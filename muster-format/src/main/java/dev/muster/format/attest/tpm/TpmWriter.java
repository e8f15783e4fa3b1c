package dev.muster.format.attest.tpm;

import java.io.ByteArrayOutputStream;

/** Writes the fields of a TPM's structures one after another, big-endian (TPM 2.0 Library, part 2 §4). */
public final class TpmWriter {
    private static final int SIZED_MAX = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public TpmWriter u8(int value) {
        out.write(value);
        return this;
    }

    public TpmWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public TpmWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    public TpmWriter bytes(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    /**
     * A TPM2B: a size of 16 bits and so many bytes.
     *
     * @throws IllegalArgumentException when there are more than 65,535
     */
    public TpmWriter sized(byte[] value) {
        if (value.length > SIZED_MAX) {
            throw new IllegalArgumentException(value.length + " bytes do not fit into a TPM2B");
        }
        return u16(value.length).bytes(value);
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
