package dev.muster.format.audit.merkle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a log asks of a witness (C2SP tlog-witness 1.0.0, add-checkpoint): a head, and that it grew out of the one the
 * witness knows.
 *
 * @param oldSize leaves in the head that the witness is thought to know
 * @param proof consistency of the two, at most 63 hashes
 * @param checkpoint signed by the log
 */
public record AddCheckpoint(long oldSize, List<byte[]> proof, SignedNote checkpoint) {
    private static final String OLD = "old ";
    private static final int MAX_PROOF = 63;

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /** The body of the request. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(
                hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        text.append('\n').append(new String(checkpoint.encode(), StandardCharsets.UTF_8));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the body of a request.
     *
     * @throws MerkleException when it is none
     */
    public static AddCheckpoint parse(byte[] body) {
        if (body.length > SignedNote.MAX_BYTES) {
            throw new MerkleException("a request has at most " + SignedNote.MAX_BYTES + " bytes");
        }
        String text = new String(body, StandardCharsets.UTF_8);
        int split = text.indexOf("\n\n");
        if (!text.startsWith(OLD) || split < 0) {
            throw new MerkleException("a request has an old size, a proof and a checkpoint");
        }
        List<String> lines = List.of(text.substring(OLD.length(), split).split("\n", -1));
        if (lines.size() - 1 > MAX_PROOF) {
            throw new MerkleException("a proof has at most " + MAX_PROOF + " hashes");
        }
        try {
            long oldSize = Long.parseLong(lines.getFirst());
            List<byte[]> proof = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                proof.add(Base64.getDecoder().decode(line));
            }
            SignedNote note = SignedNote.parse(text.substring(split + 2).getBytes(StandardCharsets.UTF_8));
            return new AddCheckpoint(oldSize, proof, note).spelt(body);
        } catch (IllegalArgumentException notNumberOrBase64) {
            throw new MerkleException("the old size or a hash cannot be read");
        }
    }

    /** Signs before numbers, leading zeros, base64 without its padding: a request has one form. */
    private AddCheckpoint spelt(byte[] body) {
        if (oldSize < 0 || proof.stream().anyMatch(hash -> hash.length != MerkleHash.LENGTH)) {
            throw new MerkleException("the old size is negative, or a hash has another length");
        }
        if (!Arrays.equals(encode(), body)) {
            throw new MerkleException("the old size or a hash is spelt another way");
        }
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddCheckpoint that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }
}
