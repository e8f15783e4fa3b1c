package dev.muster.core.ledger;

import dev.muster.format.audit.merkle.Frontier;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleException;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.Proofs;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.format.audit.merkle.TileNodes;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which statement is the latest of each issuer about each subject, among the first {@code size} of a statement log, as a
 * sorted Merkle tree. Its head is registered as a statement itself, so the service cannot show different indexes to
 * different people; and because the index follows from the log, everybody who reads the log can recompute it.
 *
 * <p>A leaf is {@code key || latest}: key = SHA-256(issuer || 0x00 || subject), 32 bytes, both
 * as {@link #name} has them, and the index of the statement as
 * 8 bytes, big endian. Leaves stand in the order of their keys as unsigned bytes, each key once.
 */
public final class SubjectIndex {
    /** Content type of the statement that holds the head of an index. */
    public static final String CONTENT_TYPE = "application/vnd.muster.subject-index+cbor";

    /** Index entries of PostgreSQL end at 2704 bytes. */
    public static final int MAX_NAME_BYTES = 512;

    private static final int KEY_BYTES = 32;

    private final long size;
    private final List<Leaf> leaves;
    private final Frontier edge;
    private final Map<TileId, byte[]> tiles = new HashMap<>();

    private SubjectIndex(long size, List<Leaf> leaves) {
        this.size = size;
        this.leaves = leaves;
        this.edge = Frontier.empty((tile, hashes) -> tiles.put(tile, hashes));
        leaves.forEach(leaf -> edge.append(leaf.hash()));
    }

    /**
     * One pair and its latest statement.
     *
     * @param key hash of issuer and subject
     * @param latest index in the statement log
     */
    public record Leaf(byte[] key, long latest) implements Comparable<Leaf> {
        /** @throws MerkleException when the key has another length than a hash */
        public Leaf {
            if (key.length != KEY_BYTES) {
                throw new MerkleException("a pair of the index is a hash of " + KEY_BYTES + " bytes");
            }
        }

        byte[] hash() {
            return MerkleHash.leaf(ByteBuffer.allocate(KEY_BYTES + Long.BYTES)
                    .put(key)
                    .putLong(latest)
                    .array());
        }

        @Override
        public int compareTo(Leaf other) {
            return Arrays.compareUnsigned(key, other.key);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Leaf that && Arrays.equals(key, that.key) && latest == that.latest;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }
    }

    /**
     * What is registered of an index.
     *
     * @param size statements of the log that it covers
     * @param count pairs
     * @param root over the leaves
     */
    public record Head(long size, long count, byte[] root) {
        /** The payload of the statement: CBOR map 1 size, 2 count, 3 root. */
        public byte[] encode() {
            return Cbor.map().put(1, size).put(2, count).put(3, root).build().encoded();
        }

        /** @throws dev.muster.format.MalformedException when the bytes are no head */
        public static Head parse(byte[] bytes) {
            CborMap map = Cbor.parse(bytes).asMap();
            return new Head(
                    map.require(1).asLong(),
                    map.require(2).asLong(),
                    map.require(3).asBytes());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Head that && Arrays.equals(encode(), that.encode());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(root);
        }
    }

    /** A leaf with its place. */
    public record Placed(Leaf leaf, InclusionProof proof) {
        boolean in(Head head) {
            return proof.size() == head.count() && proof.verify(leaf.hash(), head.root());
        }
    }

    /**
     * That a pair has this latest statement, or none: then the neighbours between which it would stand.
     *
     * @param found the pair's leaf; empty when there is none
     * @param before the last leaf with a smaller key; empty when it would be the first
     * @param after the first leaf with a larger key; empty when it would be the last
     */
    public record Proof(Optional<Placed> found, Optional<Placed> before, Optional<Placed> after) {
        /** Whether it shows that {@code latest} is the latest statement, or with -1 that there is none. */
        public boolean shows(Head head, String issuer, String subject, long latest) {
            byte[] key = key(issuer, subject);
            if (latest >= 0) {
                return found.isPresent()
                        && Arrays.equals(found.get().leaf().key(), key)
                        && found.get().leaf().latest() == latest
                        && found.get().in(head);
            }
            long left = before.map(placed -> placed.proof().index()).orElse(-1L);
            long right = after.map(placed -> placed.proof().index()).orElse(head.count());
            return found.isEmpty()
                    && right == left + 1
                    && before.stream()
                            .allMatch(p -> p.in(head)
                                    && Arrays.compareUnsigned(p.leaf().key(), key) < 0)
                    && after.stream()
                            .allMatch(p -> p.in(head)
                                    && Arrays.compareUnsigned(p.leaf().key(), key) > 0);
        }
    }

    /**
     * Builds the index.
     *
     * @param size statements that are covered
     * @param latest one leaf a pair, in any order
     */
    public static SubjectIndex of(long size, List<Leaf> latest) {
        return new SubjectIndex(size, latest.stream().sorted().toList());
    }

    /** The hash that stands for a pair. */
    public static byte[] key(String issuer, String subject) {
        return Sha256.of(
                name(issuer).getBytes(StandardCharsets.UTF_8),
                new byte[1],
                name(subject).getBytes(StandardCharsets.UTF_8));
    }

    /** The text itself; beyond {@value #MAX_NAME_BYTES} bytes of UTF-8, {@code sha-256:} and its hash in hex. */
    public static String name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= MAX_NAME_BYTES
                ? text
                : "sha-256:" + HexFormat.of().formatHex(Sha256.of(utf8));
    }

    /** What to register. */
    public Head head() {
        return new Head(size, leaves.size(), edge.root());
    }

    /** The proof for a pair, whether or not it has a statement. */
    public Proof prove(String issuer, String subject) {
        Leaf wanted = new Leaf(key(issuer, subject), 0);
        int at = java.util.Collections.binarySearch(new ArrayList<>(leaves), wanted);
        if (at >= 0) {
            return new Proof(Optional.of(placed(at)), Optional.empty(), Optional.empty());
        }
        int place = -at - 1;
        return new Proof(
                Optional.empty(),
                place == 0 ? Optional.empty() : Optional.of(placed(place - 1)),
                place == leaves.size() ? Optional.empty() : Optional.of(placed(place)));
    }

    private Placed placed(int index) {
        Proofs proofs = new Proofs(new TileNodes(
                tile -> {
                    byte[] full = tiles.get(new TileId(tile.level(), tile.index(), TileId.FULL));
                    return full == null ? edge.partial(tile) : full;
                },
                leaves.size()));
        return new Placed(leaves.get(index), proofs.inclusion(index, leaves.size()));
    }
}
