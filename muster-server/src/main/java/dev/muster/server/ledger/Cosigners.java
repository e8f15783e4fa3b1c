package dev.muster.server.ledger;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.HeadReports;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.MalformedException;
import dev.muster.format.merkle.AddCheckpoint;
import dev.muster.format.merkle.Checkpoint;
import dev.muster.format.merkle.NoteKey;
import dev.muster.format.merkle.SignedNote;
import dev.muster.format.merkle.SignedNote.NoteSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks witnesses to cosign our heads, and takes the heads that devices and others saw. */
public final class Cosigners {
    /** A log that was ahead of the witness's memory is told so once; twice means that the two cannot agree. */
    private static final int MAX_TRIES = 2;

    private final Ledger ledger;

    public Cosigners(Ledger ledger) {
        this.ledger = ledger;
    }

    /** How a witness is reached. */
    @FunctionalInterface
    public interface Line {
        /** Sends the body of an add-checkpoint request and returns status and body of the answer. */
        Reply send(byte[] request);
    }

    /** An answer of a witness. */
    public record Reply(int status, String body) {}

    /** A head with the cosignature of a witness, or why there is none. */
    public sealed interface Outcome {
        record Cosigned(SignedNote note, Instant at) implements Outcome {}

        record Failed(String why) implements Outcome {}
    }

    /**
     * Asks one witness for a cosignature over the newest head, and keeps it as an entry.
     *
     * @param witness its key, of type cosignature
     * @param known size that the witness was told last; 0 when unknown, it will say
     */
    public Outcome ask(LogId log, NoteKey witness, long known, Line line) {
        SignedNote note = ledger.publish(log);
        Checkpoint head = Checkpoint.parse(note.text());
        long old = Math.min(known, head.size());
        Reply reply = new Reply(0, "");
        for (int i = 0; i < MAX_TRIES; i++) {
            List<byte[]> proof = ledger.consistency(log, old, head.size()).path();
            reply = line.send(new AddCheckpoint(old, proof, note).encode());
            if (reply.status() != 409) {
                break;
            }
            Optional<Long> theirs = size(reply.body());
            if (theirs.isEmpty() || theirs.get() > head.size()) {
                return new Outcome.Failed(
                        "the witness knows a head of " + reply.body().strip() + ", ours has " + head.size()
                                + ": this may be an older copy of the log");
            }
            old = theirs.get();
        }
        return reply.status() == 200
                ? cosigned(log, witness, note, head, reply.body())
                : new Outcome.Failed("the witness answered " + reply.status() + " "
                        + reply.body().strip());
    }

    private Outcome cosigned(LogId log, NoteKey witness, SignedNote note, Checkpoint head, String lines) {
        SignedNote both;
        try {
            List<NoteSignature> signatures = SignedNote.parse(
                            (note.text() + "\n" + lines).getBytes(StandardCharsets.UTF_8))
                    .signatures();
            both = signatures.stream().reduce(note, SignedNote::with, (a, b) -> b);
        } catch (MalformedException unreadable) {
            return new Outcome.Failed("the witness's answer cannot be read: " + unreadable.getMessage());
        }
        Optional<NoteSignature> cosignature = witness.find(both);
        if (cosignature.isEmpty()) {
            return new Outcome.Failed("the witness's cosignature does not verify");
        }
        Instant now = ledger.settings().clock().instant();
        ledger.shell().run(log.org(), tx -> tx, tx -> {
            SeenHeads.keep(tx, log, witness.name(), head, both, now);
            return Decision.of(
                    true,
                    new Draft(
                            Subject.org(log.org()),
                            now,
                            witness.name(),
                            new LedgerEvent.Cosigned(log.name().text(), witness.vkey(), head.size(), both.encode())));
        });
        return new Outcome.Cosigned(both, NoteKey.time(cosignature.get()));
    }

    /**
     * Takes a head of ours that a device, a witness or an auditor saw. One that is larger than our log, or differs from
     * it, is kept, recorded, and from then on nothing is signed.
     *
     * @param source who saw it, such as {@code device/cam-07}
     */
    public HeadReports.Answer seen(LogId log, String source, byte[] note) {
        NoteKey key = ledger.noteKey(log);
        Instant now = ledger.settings().clock().instant();
        Decision<HeadReports.Answer> judged =
                HeadReports.judge(log.name().text(), source, note, key, size -> root(log, size), log.org(), now);
        if (judged.answer() == HeadReports.Answer.NOT_OURS) {
            return judged.answer();
        }
        if (!judged.drafts().isEmpty()) {
            ledger.shell().run(log.org(), Function.identity(), tx -> Decision.of(true, judged.drafts()));
        }
        SignedNote signed = SignedNote.parse(note);
        Checkpoint head = Checkpoint.parse(signed.text());
        ledger.settings().database().change(tx -> SeenHeads.keep(tx, log, source, head, signed, now));
        if (judged.answer() != HeadReports.Answer.SAME) {
            OrgId org = log.org();
            ledger.heads().doubt(org);
        }
        return judged.answer();
    }

    private Optional<byte[]> root(LogId log, long size) {
        LogTree tree = ledger.current(log);
        return size <= tree.size() ? Optional.of(tree.root(size)) : Optional.empty();
    }

    private static Optional<Long> size(String body) {
        try {
            return Optional.of(Long.parseLong(body.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
