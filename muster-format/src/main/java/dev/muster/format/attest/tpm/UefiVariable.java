package dev.muster.format.attest.tpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * UEFI_VARIABLE_DATA in an event's description (TCG PC Client Platform Firmware Profile §10.2.6).
 *
 * @param vendor GUID of who defines the variable, as people write it
 * @param data the variable's content
 */
public record UefiVariable(String vendor, String name, byte[] data) {
    private static final int HEAD_BYTES = 16 + 8 + 8;

    /** Longer names of variables do not occur; firmware that says so is not believed. */
    private static final int MAX_NAME_CHARS = 512;

    /** Empty when the bytes are none. */
    public static Optional<UefiVariable> read(byte[] bytes) {
        if (bytes.length < HEAD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String vendor = guid(in);
        long chars = in.getLong();
        long length = in.getLong();
        if (chars < 0 || chars > MAX_NAME_CHARS || length < 0 || length > in.remaining() - 2 * chars) {
            return Optional.empty();
        }
        byte[] name = new byte[(int) (2 * chars)];
        in.get(name);
        byte[] data = new byte[(int) length];
        in.get(data);
        return Optional.of(new UefiVariable(vendor, new String(name, StandardCharsets.UTF_16LE), data));
    }

    /** EFI_GUID: the first three fields are little-endian. */
    static String guid(ByteBuffer in) {
        int first = in.getInt();
        short second = in.getShort();
        short third = in.getShort();
        long rest = Long.reverseBytes(in.getLong());
        return "%08x-%04x-%04x-%04x-%012x"
                .formatted(first, second & 0xFFFF, third & 0xFFFF, rest >>> 48 & 0xFFFF, rest & 0xFFFF_FFFF_FFFFL);
    }
}
