package dev.muster.format.attest.tpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Texts inside the descriptions of events: in ASCII or UTF-16 as systemd's loader and stub write them, behind the number of a
 * tag (TCG PFP §10.2.4), or at the end of the device path of an image that was loaded (§10.2.3).
 */
final class EventText {
    /** Longest text that is shown. */
    static final int MAX_CHARS = 160;

    /** Tags that systemd and the kernel's stub chose. */
    private static final Map<Integer, String> TAGS = Map.of(
            0xF5BC582A, "configuration of the boot loader",
            0x6C46F751, "device tree beside the kernel's image",
            0x49DFFE0F, "initial RAM disk beside the kernel's image",
            0xDAC08E1A, "microcode beside the kernel's image",
            0x13AED6DB, "profile of the kernel's image",
            0xD5CB7CBC, "SMBIOS description of the system",
            0xE0D47BC8, "SMBIOS description of the board",
            0xC0B3BD23, "SMBIOS texts of the maker",
            0x8F3B22ED, "command line",
            0x8F3B22EC, "initial RAM disk");

    private static final int TAG_HEAD_BYTES = 8;
    private static final int IMAGE_HEAD_BYTES = 32;
    private static final int NODE_HEAD_BYTES = 4;
    private static final int MEDIA = 4;
    private static final int FILE = 4;
    private static final int LAST = 0x7F;

    private EventText() {}

    /** Printable ASCII or UTF-16, with or without zeros at its end; empty of anything else. */
    static Optional<String> of(byte[] data) {
        return narrow(data).or(() -> wide(data));
    }

    private static Optional<String> narrow(byte[] data) {
        int end = data.length;
        while (end > 0 && data[end - 1] == 0) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (data[i] < 0x20 || data[i] >= 0x7F) {
                return Optional.empty();
            }
        }
        return shown(new String(data, 0, end, StandardCharsets.US_ASCII));
    }

    private static Optional<String> wide(byte[] data) {
        if (data.length % 2 != 0) {
            return Optional.empty();
        }
        String text = new String(data, StandardCharsets.UTF_16LE).replaceFirst("\0++$", "");
        boolean printable = text.chars().allMatch(next -> next >= 0x20 && next < 0x7F);
        return printable ? shown(text) : Optional.empty();
    }

    private static Optional<String> shown(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…");
    }

    /** A tagged event: what the tag stands for, and its text. */
    static Optional<String> tagged(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < TAG_HEAD_BYTES) {
            return Optional.empty();
        }
        String name = TAGS.get(in.getInt());
        if (name == null || in.getInt() != in.remaining()) {
            return Optional.empty();
        }
        byte[] text = new byte[in.remaining()];
        in.get(text);
        return Optional.of(name + of(text).map(words -> " \"" + words + "\"").orElse(""));
    }

    /** The file of an image, where its device path names one. */
    static Optional<String> image(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < IMAGE_HEAD_BYTES
                || in.getLong(IMAGE_HEAD_BYTES - Long.BYTES) != data.length - IMAGE_HEAD_BYTES) {
            return Optional.empty();
        }
        in.position(IMAGE_HEAD_BYTES);
        Optional<String> file = Optional.empty();
        while (in.remaining() >= NODE_HEAD_BYTES) {
            int type = in.get();
            int kind = in.get();
            int length = Short.toUnsignedInt(in.getShort()) - NODE_HEAD_BYTES;
            if (length < 0 || length > in.remaining()) {
                return Optional.empty();
            }
            byte[] node = new byte[length];
            in.get(node);
            if (type == LAST) {
                return file;
            }
            if (type == MEDIA && kind == FILE) {
                file = wide(node);
            }
        }
        return Optional.empty();
    }
}
