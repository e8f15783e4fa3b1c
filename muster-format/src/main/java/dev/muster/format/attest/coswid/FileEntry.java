package dev.muster.format.attest.coswid;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of a payload or of evidence (RFC 9393 §2.9.2 file-entry).
 *
 * @param path location and name joined with {@code /}, relative, without {@code .} or {@code ..} steps
 * @param size in bytes
 */
public record FileEntry(String path, OptionalLong size, Optional<Digest> hash) {
    /** Longest accepted path: PATH_MAX of Linux. */
    public static final int MAX_PATH_CHARS = 4096;

    public FileEntry {
        if (path.isEmpty() || path.length() > MAX_PATH_CHARS) {
            throw new IllegalArgumentException("a file path has 1.." + MAX_PATH_CHARS + " characters");
        }
        if (size.isPresent() && size.getAsLong() < 0) {
            throw new IllegalArgumentException("a file size is not negative");
        }
    }

    public static FileEntry of(String path, long size, Digest hash) {
        return new FileEntry(path, OptionalLong.of(size), Optional.of(hash));
    }

    /** The part before the last slash, empty at the root. */
    public String location() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The part after the last slash. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
