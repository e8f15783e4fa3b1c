package dev.muster.core.ledger;

import dev.muster.format.audit.merkle.LogProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborWriter;
import java.util.Arrays;
import java.util.Optional;

/**
 * One entry or statement with everything that is needed to check it offline: a tlog-proof file whose extra bytes are the
 * CBOR array {@code [leaf data, salt or null, body or null]}; salt and body only for entries of the record that are not
 * erased.
 *
 * @param leaf leaf data
 * @param salt hides the body behind its digest
 * @param body what the entry says
 * @param proof path and signed checkpoint
 */
public record EntryProof(byte[] leaf, Optional<byte[]> salt, Optional<byte[]> body, LogProof proof) {
    private static final int FIELDS = 3;
    /** Where the digest stands in the leaf; what comes after it came later, see {@link EntryLeaf}. */
    private static final int DIGEST = 8;

    /** What checking came to. */
    public enum Outcome {
        /** The leaf is in the log, and the body, if it is there, is the one that was logged. */
        HOLDS,
        /** Path or signature do not hold. */
        NOT_IN_LOG,
        /** The leaf is in the log, but the body that came with it is another. */
        ANOTHER_BODY
    }

    /** The file. */
    public byte[] encode() {
        CborWriter extra = CborWriter.create().array(FIELDS).bytes(leaf);
        salt.ifPresentOrElse(extra::bytes, extra::nil);
        body.ifPresentOrElse(extra::bytes, extra::nil);
        return new LogProof(Optional.of(extra.toByteArray()), proof.index(), proof.path(), proof.checkpoint()).encode();
    }

    /**
     * Reads the file.
     *
     * @throws dev.muster.format.MalformedException when it is none
     */
    public static EntryProof parse(byte[] file) {
        LogProof proof = LogProof.parse(file);
        CborArray extra =
                Cbor.parse(proof.extra().orElse(new byte[0])).asArray().ofSize(FIELDS);
        return new EntryProof(extra.get(0).asBytes(), optional(extra.get(1)), optional(extra.get(2)), proof);
    }

    /** Checks path, signature and body under the log's key. */
    public Outcome check(NoteKey key) {
        if (!proof.verify(MerkleHash.leaf(leaf), key)) {
            return Outcome.NOT_IN_LOG;
        }
        if (body.isEmpty() && salt.isEmpty()) {
            return Outcome.HOLDS;
        }
        byte[] logged;
        try {
            CborArray fields = Cbor.parse(leaf).asArray();
            logged = fields.ofSize(fields.size() == DIGEST + 1 ? DIGEST + 1 : DIGEST + 2)
                    .get(DIGEST)
                    .asBytes();
        } catch (CborException noEntry) {
            // What is no entry of a record has no body either.
            return Outcome.ANOTHER_BODY;
        }
        byte[] shown = EntryLeaf.digest(salt.orElse(new byte[0]), body.orElse(new byte[0]));
        return Arrays.equals(logged, shown) ? Outcome.HOLDS : Outcome.ANOTHER_BODY;
    }

    private static Optional<byte[]> optional(Cbor item) {
        return item.isNull() ? Optional.empty() : Optional.of(item.asBytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryProof that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(leaf);
    }
}
