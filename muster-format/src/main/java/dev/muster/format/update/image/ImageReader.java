package dev.muster.format.update.image;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Strict reader of a firmware image, fed in pieces of any size. It accepts only what {@link ImageWriter} would have
 * written, byte for byte, so an accepted image is the canonical one of its files.
 */
public final class ImageReader {
    /** Files of one image: a small Linux root has a few thousand. */
    public static final int MOST_FILES = 20_000;

    /** Bytes of one image. */
    public static final long MOST_BYTES = 1024L * 1024 * 1024;

    private final Sink sink;
    private final byte[] block = new byte[Ustar.BLOCK];
    private final Set<String> files = new HashSet<>();
    private int filled;
    private long offset;
    private long contentLeft;
    private int paddingLeft;
    private int zeroBlocks;
    private boolean inFile;
    private String last = "";

    /** Takes files as they are read. */
    public interface Sink {
        /** A file begins; its {@link ImageFile#bytes} follow. */
        void begin(ImageFile file);

        /** The next piece of the file's content. */
        void content(byte[] buffer, int from, int length);

        /** The file is complete. */
        void end();
    }

    public ImageReader(Sink sink) {
        this.sink = sink;
    }

    /**
     * The next bytes of the image.
     *
     * @throws ImageException when they are not canonical; the reader is of no use after that
     */
    public void accept(byte[] buffer, int from, int length) {
        if (offset + length > MOST_BYTES) {
            throw new ImageException("image too large", "/", offset);
        }
        int at = from;
        int end = from + length;
        while (at < end) {
            int taken;
            if (contentLeft > 0) {
                taken = (int) Math.min(contentLeft, end - at);
                sink.content(buffer, at, taken);
                contentLeft -= taken;
                finishFile();
            } else if (paddingLeft > 0) {
                taken = padding(buffer, at, end);
            } else {
                taken = header(buffer, at, end);
            }
            at += taken;
            offset += taken;
        }
    }

    /** Says that there are no more bytes. Returns the number of files. */
    public int finish() {
        if (contentLeft > 0 || paddingLeft > 0 || filled > 0 || zeroBlocks != 2) {
            throw new ImageException("the image ends too early", last.isEmpty() ? "/" : last, offset);
        }
        return files.size();
    }

    private int padding(byte[] buffer, int at, int end) {
        int taken = Math.min(paddingLeft, end - at);
        for (int i = at; i < at + taken; i++) {
            if (buffer[i] != 0) {
                throw new ImageException("padding is not zero", last, offset + i - at);
            }
        }
        paddingLeft -= taken;
        return taken;
    }

    private int header(byte[] buffer, int at, int end) {
        if (zeroBlocks == 2) {
            throw new ImageException("bytes after the end of the image", "/", offset);
        }
        int taken = Math.min(Ustar.BLOCK - filled, end - at);
        System.arraycopy(buffer, at, block, filled, taken);
        filled += taken;
        if (filled == Ustar.BLOCK) {
            filled = 0;
            block(offset + taken - Ustar.BLOCK);
        }
        return taken;
    }

    private void block(long start) {
        if (isZero(block)) {
            zeroBlocks++;
            return;
        }
        if (zeroBlocks > 0) {
            throw new ImageException("a file after the end mark", "/", start);
        }
        ImageFile file = Ustar.read(block, start);
        if (!Arrays.equals(block, Ustar.header(file))) {
            throw new ImageException(
                    "a header that is not canonical (link, owner, time, mode or checksum)", file.path(), start);
        }
        if (file.path().compareTo(last) <= 0) {
            throw new ImageException("files out of order", file.path(), start);
        }
        if (files.size() == MOST_FILES) {
            throw new ImageException("too many files", file.path(), start);
        }
        for (int slash = file.path().indexOf('/');
                slash > 0;
                slash = file.path().indexOf('/', slash + 1)) {
            if (files.contains(file.path().substring(0, slash))) {
                throw new ImageException("a file below a file", file.path(), start);
            }
        }
        files.add(file.path());
        last = file.path();
        sink.begin(file);
        inFile = true;
        contentLeft = file.bytes();
        paddingLeft = Ustar.padding(file.bytes());
        finishFile();
    }

    private void finishFile() {
        if (inFile && contentLeft == 0) {
            inFile = false;
            sink.end();
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
