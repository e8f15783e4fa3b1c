package dev.muster.core.ledger;

import dev.muster.core.ledger.SubjectIndex.Head;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleException;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.Peaks;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which statement is the latest of an issuer about a subject at one signed head of a statement log, and that there is no
 * later one. The index that the ledger registered last speaks for all statements before it; every statement since then
 * comes along whole, so that nobody can hide one among them: together they must lead to the root of the head.
 *
 * <p>That the index itself follows from the log is the ledger's signed word, which everybody who reads the log can repeat.
 *
 * @param latest index in the statement log, -1 when there is none
 * @param checkpoint signed head that the answer is about
 * @param covered the tree that the index speaks for
 * @param tail leaf data of every statement from there to the head
 * @param indexAt position of the index's own statement in the tail
 * @param proof from the index
 * @param statement the latest statement, when it is not in the tail
 */
public record LatestStatement(
        String issuer,
        String subject,
        long latest,
        SignedNote checkpoint,
        Peaks covered,
        List<byte[]> tail,
        int indexAt,
        SubjectIndex.Proof proof,
        Optional<Older> statement) {
    /** Content type of the CBOR form. */
    public static final String MEDIA_TYPE = "application/vnd.muster.latest-statement+cbor";

    /** Statements that come along at most; the ledger registers an index more often than that. */
    public static final int MAX_TAIL = 512;

    /**
     * A statement before the tail.
     *
     * @param leafData the statement with an empty unprotected header
     * @param path to the root of the head
     */
    public record Older(byte[] leafData, List<byte[]> path) {
        public Older {
            path = List.copyOf(path);
        }
    }

    /** What checking came to. */
    public enum Outcome {
        /** The answer is right at this head. */
        HOLDS,
        /** The head is not signed by the log. */
        NOT_SIGNED,
        /** The statements do not lead to the head: one is missing, or is another. */
        NOT_THIS_LOG,
        /** The statement that should be the index is none, or not the ledger's. */
        NO_INDEX,
        /** The index says otherwise. */
        NOT_IN_INDEX,
        /** There is a later statement among those that came along. */
        NOT_THE_LATEST,
        /** The statement that came along is not the one. */
        OTHER_STATEMENT
    }

    /** @throws MerkleException when {@code latest} is neither an index nor -1 */
    public LatestStatement {
        if (latest < -1) {
            throw new MerkleException("the latest statement has an index, or -1 when there is none");
        }
        tail = List.copyOf(tail);
    }

    /** The CBOR form, see {@link LatestStatementCodec}. */
    public byte[] encode() {
        return LatestStatementCodec.encode(this);
    }

    /** @throws MalformedException when the bytes are none */
    public static LatestStatement parse(byte[] bytes) {
        return LatestStatementCodec.parse(bytes);
    }

    /**
     * Checks the whole answer without asking anybody.
     *
     * @param log verifies the log's heads
     * @param ledger verifies what the ledger itself states; the key of its receipts
     */
    public Outcome check(NoteKey log, CoseKey ledger) {
        if (!log.verify(checkpoint)) {
            return Outcome.NOT_SIGNED;
        }
        Checkpoint head;
        try {
            head = Checkpoint.parse(checkpoint.text());
        } catch (MerkleException notACheckpoint) {
            return Outcome.NOT_SIGNED;
        }
        if (!head.origin().equals(log.name())) {
            return Outcome.NOT_SIGNED;
        }
        byte[] root = covered.grown(tail.stream().map(MerkleHash::leaf).toList());
        if (covered.size() + tail.size() != head.size() || !MessageDigest.isEqual(root, head.root())) {
            return Outcome.NOT_THIS_LOG;
        }
        try {
            return checkAnswer(head, ledger);
        } catch (MalformedException unreadable) {
            return Outcome.NOT_THIS_LOG;
        }
    }

    private Outcome checkAnswer(Checkpoint head, CoseKey ledger) {
        Optional<Head> index = index(ledger);
        if (index.isEmpty()) {
            return Outcome.NO_INDEX;
        }
        long newest = newestInTail();
        if (newest >= 0) {
            return newest == latest ? Outcome.HOLDS : Outcome.NOT_THE_LATEST;
        }
        if (latest >= covered.size()) {
            return Outcome.NOT_THE_LATEST;
        }
        if (!proof.shows(index.get(), issuer, subject, latest)) {
            return Outcome.NOT_IN_INDEX;
        }
        return latest < 0 || (statement.isPresent() && is(statement.get(), head))
                ? Outcome.HOLDS
                : Outcome.OTHER_STATEMENT;
    }

    /** The head of the index, when its statement is the ledger's own and speaks for exactly the tree before the tail. */
    private Optional<Head> index(CoseKey ledger) {
        if (indexAt < 0 || indexAt >= tail.size()) {
            return Optional.empty();
        }
        SignedStatement own = SignedStatement.parse(tail.get(indexAt));
        Optional<byte[]> payload = own.message().payload();
        if (!own.contentType().equals(SubjectIndex.CONTENT_TYPE)
                || payload.isEmpty()
                || !CoseVerifier.strict().verify(own.message(), ledger).valid()) {
            return Optional.empty();
        }
        return Optional.of(Head.parse(payload.get())).filter(head -> head.size() == covered.size());
    }

    /** Index of the last statement in the tail by this issuer about this subject; -1 when there is none. */
    private long newestInTail() {
        for (int i = tail.size() - 1; i >= 0; i--) {
            SignedStatement each = SignedStatement.parse(tail.get(i));
            if (each.issuer().equals(issuer) && each.subject().equals(subject)) {
                return covered.size() + i;
            }
        }
        return -1;
    }

    private boolean is(Older older, Checkpoint head) {
        SignedStatement found = SignedStatement.parse(older.leafData());
        return found.issuer().equals(issuer)
                && found.subject().equals(subject)
                && Arrays.equals(found.leafData(), older.leafData())
                && new InclusionProof(head.size(), latest, older.path())
                        .verify(MerkleHash.leaf(older.leafData()), head.root());
    }

    /** The latest statement itself, wherever it came along; empty when there is none. */
    public Optional<byte[]> leafData() {
        return latest < covered.size()
                ? statement.map(Older::leafData)
                : Optional.of(tail.get((int) (latest - covered.size())));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatestStatement that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }
}
