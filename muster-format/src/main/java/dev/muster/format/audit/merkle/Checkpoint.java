package dev.muster.format.audit.merkle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * The head of a log as text (C2SP tlog-checkpoint 1.0.0): origin, size and root on a line each, then extension lines.
 *
 * @param origin name of the log, a schema-less URL such as {@code muster.example/acme/record}
 * @param size leaves
 * @param root 32 bytes
 * @param extensions further lines, each not empty
 */
public record Checkpoint(String origin, long size, byte[] root, List<String> extensions) {
    private static final int MAX_LINES = 64;
    private static final int MIN_LINES = 3;

    /** @throws MerkleException when a part cannot stand in a checkpoint */
    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0 || root.length != MerkleHash.LENGTH) {
            throw new MerkleException("a checkpoint has an origin line, a size and a root of 32 bytes");
        }
        if (extensions.stream().anyMatch(line -> line.isEmpty() || line.indexOf('\n') >= 0)) {
            throw new MerkleException("an extension line of a checkpoint is not empty");
        }
    }

    /** A checkpoint without extension lines. */
    public static Checkpoint of(String origin, long size, byte[] root) {
        return new Checkpoint(origin, size, root, List.of());
    }

    /** The note text: every line ends with a newline. */
    public String text() {
        StringBuilder text = new StringBuilder(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(Base64.getEncoder().encodeToString(root))
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** The note text in UTF-8, which is what signatures cover. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the text of a note.
     *
     * @throws MerkleException when it is no checkpoint, or not in its only form
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < MIN_LINES + 1 || lines.length > MAX_LINES) {
            throw new MerkleException("a checkpoint has 3 to " + (MAX_LINES - 1) + " lines");
        }
        try {
            Checkpoint checkpoint = new Checkpoint(
                    lines[0],
                    Long.parseLong(lines[1]),
                    Base64.getDecoder().decode(lines[2]),
                    List.of(lines).subList(MIN_LINES, lines.length - 1));
            if (checkpoint.text().equals(text)) {
                return checkpoint;
            }
        } catch (IllegalArgumentException notNumberOrBase64) {
            throw new MerkleException("not a checkpoint: size or root cannot be read");
        }
        throw new MerkleException("not a checkpoint: not in its only form");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that
                && size == that.size
                && origin.equals(that.origin)
                && Arrays.equals(root, that.root)
                && extensions.equals(that.extensions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, size, Arrays.hashCode(root), extensions);
    }

    @Override
    public String toString() {
        return text();
    }
}
