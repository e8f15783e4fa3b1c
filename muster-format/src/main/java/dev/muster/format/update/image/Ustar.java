package dev.muster.format.update.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The one header that our images use: field offsets of the ustar interchange format. */
final class Ustar {
    private Ustar() {}

    static final int BLOCK = 512;

    private static final int MODE = 100;
    private static final int OWNER = 108;
    private static final int GROUP = 116;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int DEVICE_MAJOR = 329;
    private static final int DEVICE_MINOR = 337;

    /** The only header for this file: what a reader compares with. */
    static byte[] header(ImageFile file) {
        byte[] block = new byte[BLOCK];
        put(block, 0, file.path());
        put(block, MODE, file.executable() ? "0000755" : "0000644");
        put(block, OWNER, "0000000");
        put(block, GROUP, "0000000");
        put(block, SIZE, octal(file.bytes()));
        put(block, TIME, octal(0));
        block[TYPE] = '0';
        put(block, MAGIC, "ustar");
        put(block, MAGIC + 6, "00");
        put(block, DEVICE_MAJOR, "0000000");
        put(block, DEVICE_MINOR, "0000000");
        Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        String digits = Integer.toOctalString(sum);
        put(block, CHECKSUM, "0".repeat(6 - digits.length()) + digits + "\0 ");
        return block;
    }

    /** Zero bytes that fill up the last block of a file. */
    static int padding(long bytes) {
        return (int) ((BLOCK - bytes % BLOCK) % BLOCK);
    }

    /** Reads the fields that vary; the caller compares the whole block with {@link #header}. */
    static ImageFile read(byte[] block, long offset) {
        int end = 0;
        while (end < ImageFile.MOST_PATH_BYTES && block[end] != 0) {
            end++;
        }
        String path = new String(block, 0, end, StandardCharsets.ISO_8859_1);
        if (!ImageFile.isPath(path)) {
            throw new ImageException("a path that an image may not hold", "/", offset);
        }
        long size = 0;
        for (int i = SIZE; i < SIZE + 11; i++) {
            if (block[i] < '0' || block[i] > '7') {
                throw new ImageException("size is not octal", path, offset + i);
            }
            size = size * 8 + (block[i] - '0');
        }
        if (size > ImageFile.MOST_BYTES) {
            throw new ImageException("file too large", path, offset + SIZE);
        }
        boolean executable = block[MODE + 4] == '7';
        return new ImageFile(path, size, executable);
    }

    private static String octal(long value) {
        String digits = Long.toOctalString(value);
        return "0".repeat(11 - digits.length()) + digits;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
