package dev.muster.core.ledger;

import dev.muster.format.audit.merkle.AddCheckpoint;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.ConsistencyProof;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.crypto.Sha256;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rules of a witness (C2SP tlog-witness 1.0.0): it cosigns only what grew out of what it cosigned before. */
public final class Witnessing {
    /**
     * A log that is witnessed.
     *
     * @param key that signs its checkpoints
     * @param last head that was cosigned last
     * @param other head of the size of {@code last} with another root, when the log has shown one
     */
    public record KnownLog(NoteKey key, Optional<Checkpoint> last, Optional<Checkpoint> other) {}

    /** What the witness says; each has a status in the specification. */
    public sealed interface Answer {
        /** 200: cosign this head. */
        record Cosign(Checkpoint head) implements Answer {}

        /** 404: this log is not witnessed here. */
        record UnknownLog() implements Answer {}

        /** 403: no signature by the log's key. */
        record BadSignature() implements Answer {}

        /** 400: the old size is larger than the new one. */
        record BadRequest() implements Answer {}

        /** 409: the witness knows another size than the log thinks, or another head of the same size. */
        record OtherSize(long known) implements Answer {}

        /** 422: the proof does not show that the new head grew out of the old one; it may be the proof that is wrong. */
        record NotConsistent() implements Answer {}
    }

    /** Stands as the source of a split view that was shown to this witness. */
    public static final String SOURCE = "witness";

    private Witnessing() {}

    /** The origin that a request is about. */
    public static String origin(AddCheckpoint request) {
        return Checkpoint.parse(request.checkpoint().text()).origin();
    }

    /** Decides about a request. The known log was found by the checkpoint's origin. */
    public static Decision<Answer> decide(AddCheckpoint request, Optional<KnownLog> known, OrgId org, Instant now) {
        if (known.isEmpty()) {
            return Decision.of(new Answer.UnknownLog());
        }
        NoteKey key = known.get().key();
        if (!key.verify(request.checkpoint())) {
            return Decision.of(new Answer.BadSignature());
        }
        Checkpoint head = Checkpoint.parse(request.checkpoint().text());
        if (request.oldSize() > head.size()) {
            return Decision.of(new Answer.BadRequest());
        }
        Optional<Checkpoint> last = known.get().last();
        long size = last.map(Checkpoint::size).orElse(0L);
        if (request.oldSize() != size) {
            return Decision.of(new Answer.OtherSize(size));
        }
        if (last.isPresent() && head.size() == size && !Arrays.equals(last.get().root(), head.root())) {
            return split(known.get(), head, request, org, now);
        }
        if (!grew(last, head, request.proof())) {
            return Decision.of(new Answer.NotConsistent());
        }
        // The same head again is cosigned again and written once.
        return last.isPresent() && head.size() == size
                ? Decision.of(new Answer.Cosign(head))
                : Decision.of(
                        new Answer.Cosign(head),
                        draft(org, now, new LedgerEvent.Witnessed(head.origin(), head.size(), ours(key, request))));
    }

    /** Two signed heads of one size are the proof that the log is forked: kept once, however often it is shown. */
    private static Decision<Answer> split(
            KnownLog known, Checkpoint head, AddCheckpoint request, OrgId org, Instant now) {
        Answer answer = new Answer.OtherSize(head.size());
        boolean told = known.other()
                .filter(other -> other.size() == head.size() && Arrays.equals(other.root(), head.root()))
                .isPresent();
        return told
                ? Decision.of(answer)
                : Decision.of(
                        answer,
                        draft(
                                org,
                                now,
                                new LedgerEvent.SplitViewNoticed(
                                        head.origin(), SOURCE, head.size(), ours(known.key(), request))));
    }

    /** The head with the log's own signature and none of the lines that anybody may have added. */
    private static byte[] ours(NoteKey key, AddCheckpoint request) {
        SignedNote note = request.checkpoint();
        return new SignedNote(note.text(), List.of(key.find(note).orElseThrow())).encode();
    }

    private static boolean grew(Optional<Checkpoint> last, Checkpoint head, List<byte[]> proof) {
        if (head.size() == 0 && !Arrays.equals(head.root(), Sha256.of(new byte[0]))) {
            return false;
        }
        return (last.isEmpty() || last.get().size() == 0)
                ? proof.isEmpty()
                : new ConsistencyProof(last.get().size(), head.size(), proof)
                        .verify(last.get().root(), head.root());
    }

    private static Draft draft(OrgId org, Instant now, LedgerEvent event) {
        return new Draft(Subject.org(org), now, "muster", event);
    }
}
