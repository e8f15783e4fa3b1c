package dev.muster.format.audit.pack;

import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import dev.muster.format.crypto.Sha256;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the record log with the proof that it is there.
 *
 * @param leaf what the log hashes: the array described in the package description
 * @param salt with which the body's digest was made; empty once erased
 * @param body the event; empty once erased
 * @param path sibling hashes from the leaf up
 */
public record PackEntry(byte[] leaf, Optional<byte[]> salt, Optional<byte[]> body, List<byte[]> path) {
    private static final String VERSION = "muster-entry-2";
    private static final int FIELDS = 10;

    /** Of entries that were written before actors were. */
    private static final String WITHOUT_ACTOR = "muster-entry-1";

    public PackEntry {
        path = List.copyOf(path);
    }

    /**
     * The leaf, read.
     *
     * @param org whose
     * @param index position in the log
     * @param type of the event
     * @param subject {@code kind/id}
     * @param effectiveAt when it became true
     * @param receivedAt when the log took it
     * @param issuer who says so
     * @param digest SHA-256 over salt and body
     * @param actor who made it happen; empty in entries from before this was written down
     */
    public record Leaf(
            String org,
            long index,
            String type,
            String subject,
            Instant effectiveAt,
            Instant receivedAt,
            String issuer,
            byte[] digest,
            Optional<String> actor) {}

    /** @throws PackException when the leaf is not such an array */
    public Leaf read() {
        try {
            CborArray all = Cbor.parse(leaf).asArray();
            boolean acted = all.size() == FIELDS;
            CborArray array = all.ofSize(acted ? FIELDS : FIELDS - 1);
            if (!array.get(0).asText().equals(acted ? VERSION : WITHOUT_ACTOR)) {
                throw new PackException("the leaf is not of version " + VERSION, "/entries/leaf");
            }
            return new Leaf(
                    array.get(1).asText(),
                    array.get(2).asLong(),
                    array.get(3).asText(),
                    array.get(4).asText(),
                    time(array.get(5)),
                    time(array.get(6)),
                    array.get(7).asText(),
                    array.get(8).asBytes(),
                    acted ? Optional.of(array.get(9).asText()) : Optional.empty());
        } catch (CborException e) {
            throw new PackException(e, "/entries/leaf");
        }
    }

    /** Whether the leaf with this index is in the tree of this size and root. */
    public boolean isIn(long size, byte[] root) {
        return new InclusionProof(size, read().index(), path).verify(MerkleHash.leaf(leaf), root);
    }

    /** Whether the body is the one that the leaf commits to; an erased body contradicts nothing. */
    public boolean bodyHolds() {
        if (body.isEmpty() || salt.isEmpty()) {
            return body.isEmpty();
        }
        return MessageDigest.isEqual(Sha256.of(salt.get(), body.get()), read().digest());
    }

    private static Instant time(Cbor micros) {
        try {
            return Instant.EPOCH.plus(micros.asLong(), ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException e) {
            throw new PackException("not a time", "/entries/leaf");
        }
    }
}
