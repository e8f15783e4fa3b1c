package dev.muster.core.update;

/**
 * Bytes that a release needs, by content.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param bytes its size
 */
public record Artifact(String sha256, long bytes) {
    /** Whether the text can name an artifact. */
    public static boolean isDigest(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** @throws IllegalArgumentException when the digest is not 64 lower-case hexadecimal digits or the size negative */
    public Artifact {
        if (!isDigest(sha256) || bytes < 0) {
            throw new IllegalArgumentException("not an artifact: " + sha256);
        }
    }
}
