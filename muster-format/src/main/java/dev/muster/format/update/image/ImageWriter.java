package dev.muster.format.update.image;

/** Writes the canonical image of files given in path order. Small and stateless in content: hashing a tree uses it too. */
public final class ImageWriter {
    private final Out out;
    private String last = "";
    private long left;
    private int padding;

    /** Where the image's bytes go. */
    public interface Out {
        void write(byte[] buffer, int from, int length);
    }

    public ImageWriter(Out out) {
        this.out = out;
    }

    /**
     * Begins a file.
     *
     * @throws IllegalArgumentException when the file before is not complete or its path is not below this one's
     */
    public void begin(ImageFile file) {
        if (left > 0) {
            throw new IllegalArgumentException(last + " misses " + left + " bytes");
        }
        pad();
        if (file.path().compareTo(last) <= 0) {
            throw new IllegalArgumentException(file.path() + " comes before " + last);
        }
        last = file.path();
        left = file.bytes();
        padding = Ustar.padding(file.bytes());
        out.write(Ustar.header(file), 0, Ustar.BLOCK);
    }

    /** The next bytes of the file that was begun. */
    public void content(byte[] buffer, int from, int length) {
        if (length > left) {
            throw new IllegalArgumentException(last + " is longer than was said");
        }
        left -= length;
        out.write(buffer, from, length);
    }

    /** Ends the image. */
    public void finish() {
        if (left > 0) {
            throw new IllegalArgumentException(last + " misses " + left + " bytes");
        }
        pad();
        byte[] end = new byte[2 * Ustar.BLOCK];
        out.write(end, 0, end.length);
    }

    private void pad() {
        if (padding > 0) {
            byte[] zeros = new byte[padding];
            out.write(zeros, 0, padding);
            padding = 0;
        }
    }
}
