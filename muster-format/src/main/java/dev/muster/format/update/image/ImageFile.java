package dev.muster.format.update.image;

import java.util.regex.Pattern;

/**
 * The head of one file in an image.
 *
 * @param path relative, {@code /} between segments, at most {@value #MOST_PATH_BYTES} printable ASCII characters
 * @param bytes size of the content
 * @param executable mode 0755 when true, 0644 otherwise
 */
public record ImageFile(String path, long bytes, boolean executable) {
    /** The name field of a ustar header. */
    public static final int MOST_PATH_BYTES = 100;

    /** A ustar size field holds 8 GiB; a firmware image of these devices is far smaller. */
    public static final long MOST_BYTES = 512L * 1024 * 1024;

    /** No control characters, backslash, quotes or blanks: safe on every file system and in every shell. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_+@=,%:.-]+");

    /** @throws IllegalArgumentException when the path could leave its folder or the size is out of range */
    public ImageFile {
        if (!isPath(path)) {
            throw new IllegalArgumentException("not a path that an image may hold: " + path);
        }
        if (bytes < 0 || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("file size " + bytes);
        }
    }

    /** Whether the path is relative, plain and stays below the folder it is unpacked into. */
    public static boolean isPath(String path) {
        if (path.isEmpty() || path.length() > MOST_PATH_BYTES) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".")
                    || segment.equals("..")
                    || !SEGMENT.matcher(segment).matches()) {
                return false;
            }
        }
        return true;
    }
}
