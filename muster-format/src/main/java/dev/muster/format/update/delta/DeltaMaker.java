package dev.muster.format.update.delta;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes differences. The same zstd makes the same bytes; another version may make others, so a difference is kept by its
 * name and never made again to be compared.
 */
public final class DeltaMaker {
    /** Level 3 finds next to nothing in a large dictionary; 19 does. */
    public static final int LEVEL = 19;

    /** Reaches over a window and a block. */
    private static final int WINDOW_LOG = 23;

    private DeltaMaker() {}

    /**
     * Writes the difference that makes {@code image} from {@code base}.
     *
     * @param image the new one
     */
    public static void make(DeltaReader.Base base, DeltaReader.Base image, OutputStream out) throws IOException {
        make(base, image, DeltaFormat.BLOCK_BYTES, out);
    }

    /** @param blockBytes smaller ones make it longer, and less is lost by a cut */
    public static void make(DeltaReader.Base base, DeltaReader.Base image, int blockBytes, OutputStream out)
            throws IOException {
        out.write(ByteBuffer.allocate(DeltaFormat.HEAD_BYTES)
                .putInt(DeltaFormat.MAGIC)
                .putInt(DeltaFormat.VERSION << 24)
                .array());
        for (long at = 0; at < image.bytes(); at += blockBytes) {
            byte[] block = new byte[(int) Math.min(blockBytes, image.bytes() - at)];
            image.read(at, block);
            long offset = window(at, block.length, base.bytes(), image.bytes());
            byte[] old = new byte[(int) Math.min(DeltaFormat.WINDOW_BYTES, base.bytes() - offset)];
            base.read(offset, old);
            if (looksLikeDictionary(old)) {
                offset++;
                old = Arrays.copyOfRange(old, 1, old.length);
            }
            byte[] frame = pack(block, old);
            out.write(ByteBuffer.allocate(DeltaFormat.BLOCK_HEAD_BYTES)
                    .putLong(offset)
                    .putInt(old.length)
                    .putInt(block.length)
                    .putInt(frame.length)
                    .array());
            out.write(frame);
        }
    }

    /** Around the place that the block has in an image of this size: what grows, grows everywhere a little. */
    private static long window(long at, int blockBytes, long baseBytes, long imageBytes) {
        double place = (double) at / Math.max(1, imageBytes) * baseBytes;
        long start = (long) place - (DeltaFormat.WINDOW_BYTES - blockBytes) / 2;
        return Math.max(0, Math.min(start, baseBytes - DeltaFormat.WINDOW_BYTES));
    }

    private static boolean looksLikeDictionary(byte[] window) {
        return window.length >= 8
                && ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN).getInt() == DeltaFormat.DICTIONARY_MAGIC;
    }

    private static byte[] pack(byte[] block, byte[] window) {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(LEVEL);
            context.setWindowLog(WINDOW_LOG);
            if (window.length > 0) {
                context.loadDict(window);
            }
            return context.compress(block);
        }
    }
}
