package dev.muster.format.update.delta;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Makes the new image from the old one and a difference, block by block. Holds one block and one window. */
public final class DeltaReader {
    private static final byte[] END = {};

    private final InputStream in;
    private final Base base;
    private final long imageBytes;
    private long read;

    /** The old image. */
    public interface Base {
        long bytes();

        /** Fills the array with the bytes from {@code at} on. */
        void read(long at, byte[] into) throws IOException;
    }

    /** This is no difference between these images. Another attempt with it comes to the same. */
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }

        Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @param in the difference, from its beginning or from where an earlier reader was after a block
     * @param at {@link #read} of the earlier reader then, otherwise 0
     * @param imageBytes size of the new image
     */
    public DeltaReader(InputStream in, long at, Base base, long imageBytes) {
        this.in = in;
        this.read = at;
        this.base = base;
        this.imageBytes = imageBytes;
    }

    /** Bytes of the difference that were used: where to continue. */
    public long read() {
        return read;
    }

    /**
     * The next block of the new image; empty at its end.
     *
     * @param made bytes of the new image that there are
     * @throws Unusable when it is malformed, reaches outside of the old image or makes too much
     * @throws EOFException when it ends too early
     */
    public byte[] next(long made) throws IOException {
        if (made == imageBytes) {
            return END;
        }
        if (read == 0) {
            ByteBuffer head = ByteBuffer.wrap(take(DeltaFormat.HEAD_BYTES));
            if (head.getInt() != DeltaFormat.MAGIC || head.getInt() != DeltaFormat.VERSION << 24) {
                throw new Unusable("not a difference between images");
            }
        }
        ByteBuffer head = ByteBuffer.wrap(take(DeltaFormat.BLOCK_HEAD_BYTES));
        long offset = head.getLong();
        int window = head.getInt();
        int plain = head.getInt();
        int packed = head.getInt();
        if (plain <= 0 || plain > DeltaFormat.BLOCK_BYTES || plain > imageBytes - made) {
            throw new Unusable("a block of " + plain + " bytes after " + made + " of " + imageBytes);
        }
        if (window < 0 || window > DeltaFormat.WINDOW_BYTES || offset < 0 || offset > base.bytes() - window) {
            throw new Unusable("a window of " + window + " bytes at " + offset + " of " + base.bytes());
        }
        if (packed <= 0 || packed > DeltaFormat.FRAME_BYTES) {
            throw new Unusable("a frame of " + packed + " bytes");
        }
        byte[] old = new byte[window];
        base.read(offset, old);
        return unpack(take(packed), old, plain);
    }

    private static byte[] unpack(byte[] frame, byte[] window, int plain) throws Unusable {
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            if (window.length > 0) {
                context.loadDict(window);
            }
            byte[] block = new byte[plain];
            int made = context.decompressByteArray(block, 0, plain, frame, 0, frame.length);
            if (made != plain) {
                throw new Unusable("a frame holds " + made + " bytes, not " + plain);
            }
            return block;
        } catch (ZstdException e) {
            throw new Unusable("a frame cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] take(int bytes) throws IOException {
        byte[] taken = in.readNBytes(bytes);
        if (taken.length < bytes) {
            throw new EOFException("the difference ends after " + (read + taken.length) + " bytes");
        }
        read += bytes;
        return taken;
    }
}
