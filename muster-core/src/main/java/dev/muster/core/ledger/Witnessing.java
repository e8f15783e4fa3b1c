package dev.muster.core.ledger;

import dev.muster.format.audit.merkle.AddCheckpoint;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.ConsistencyProof;
import dev.muster.format.audit.merkle.NoteKey;
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
     */
    public record KnownLog(NoteKey key, Optional<Checkpoint> last) {}

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

        /** 409: the witness knows another size than the log thinks. */
        record OtherSize(long known) implements Answer {}

        /** 422: the new head did not grow out of the old one; the log may be forked. */
        record NotConsistent() implements Answer {}
    }

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
        if (last.isPresent()
                && last.get().size() == head.size()
                && Arrays.equals(last.get().root(), head.root())) {
            // The same head once more: it is cosigned again, and there is nothing new to remember.
            return Decision.of(new Answer.Cosign(head));
        }
        if (last.isPresent() && !grew(last.get(), head, request.proof())) {
            return Decision.of(
                    new Answer.NotConsistent(),
                    draft(
                            org,
                            now,
                            new LedgerEvent.SplitViewNoticed(
                                    head.origin(),
                                    "witness",
                                    head.size(),
                                    request.checkpoint().encode())));
        }
        return Decision.of(
                new Answer.Cosign(head),
                draft(
                        org,
                        now,
                        new LedgerEvent.Witnessed(
                                head.origin(), head.size(), request.checkpoint().encode())));
    }

    private static boolean grew(Checkpoint last, Checkpoint head, List<byte[]> proof) {
        return last.size() == 0
                ? proof.isEmpty()
                : new ConsistencyProof(last.size(), head.size(), proof).verify(last.root(), head.root());
    }

    private static Draft draft(OrgId org, Instant now, LedgerEvent event) {
        return new Draft(Subject.org(org), now, "muster", event);
    }
}
