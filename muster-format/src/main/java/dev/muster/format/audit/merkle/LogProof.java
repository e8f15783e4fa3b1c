package dev.muster.format.audit.merkle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A proof in one file (C2SP tlog-proof v1): a leaf is in the log whose signed checkpoint stands at its end.
 *
 * @param extra bytes for the application, not covered by anything
 * @param index of the leaf
 * @param path sibling hashes from the leaf up
 * @param checkpoint signed note
 */
public record LogProof(Optional<byte[]> extra, long index, List<byte[]> path, SignedNote checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int MAX_PATH = 63;

    public LogProof {
        path = List.copyOf(path);
    }

    /** The file: header, extra, index, hashes, an empty line, the checkpoint. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder(HEADER);
        extra.ifPresent(bytes -> text.append(EXTRA)
                .append(Base64.getEncoder().encodeToString(bytes))
                .append('\n'));
        text.append(INDEX).append(index).append('\n');
        path.forEach(
                hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        text.append('\n').append(new String(checkpoint.encode(), StandardCharsets.UTF_8));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a proof file.
     *
     * @throws MerkleException when it is none
     */
    public static LogProof parse(byte[] bytes) {
        if (bytes.length > SignedNote.MAX_BYTES) {
            throw new MerkleException("a proof has at most " + SignedNote.MAX_BYTES + " bytes");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int split = text.indexOf("\n\n");
        if (!text.startsWith(HEADER) || split < HEADER.length()) {
            throw new MerkleException("not a tlog-proof: no header or no checkpoint");
        }
        List<String> lines = List.of(text.substring(HEADER.length(), split).split("\n", -1));
        try {
            int at = 0;
            Optional<byte[]> extra = Optional.empty();
            if (lines.get(at).startsWith(EXTRA)) {
                extra = Optional.of(Base64.getDecoder().decode(lines.get(at).substring(EXTRA.length())));
                at++;
            }
            if (at >= lines.size() || !lines.get(at).startsWith(INDEX) || lines.size() - at - 1 > MAX_PATH) {
                throw new MerkleException("not a tlog-proof: no index, or a path of more than " + MAX_PATH);
            }
            long index = Long.parseLong(lines.get(at).substring(INDEX.length()));
            List<byte[]> path = new ArrayList<>();
            for (String line : lines.subList(at + 1, lines.size())) {
                path.add(Base64.getDecoder().decode(line));
            }
            SignedNote note = SignedNote.parse(text.substring(split + 2).getBytes(StandardCharsets.UTF_8));
            return new LogProof(extra, index, path, note).spelt(bytes);
        } catch (IllegalArgumentException notNumberOrBase64) {
            throw new MerkleException("not a tlog-proof: a number or hash cannot be read");
        }
    }

    /** Signs before numbers, leading zeros, base64 without its padding: a file has one form. */
    private LogProof spelt(byte[] bytes) {
        if (index < 0 || path.stream().anyMatch(hash -> hash.length != MerkleHash.LENGTH)) {
            throw new MerkleException("not a tlog-proof: a negative index, or a hash of another length");
        }
        if (!Arrays.equals(encode(), bytes)) {
            throw new MerkleException("not a tlog-proof: a number or hash is spelt another way");
        }
        return this;
    }

    /** Whether the leaf with this hash is in the log, says the owner of this key. */
    public boolean verify(byte[] leafHash, NoteKey key) {
        if (!key.verify(checkpoint)) {
            return false;
        }
        Checkpoint head = Checkpoint.parse(checkpoint.text());
        return head.origin().equals(key.name())
                && new InclusionProof(head.size(), index, path).verify(leafHash, head.root());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogProof that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, checkpoint);
    }
}
