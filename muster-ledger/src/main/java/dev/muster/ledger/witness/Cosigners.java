package dev.muster.ledger.witness;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.HeadReports;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.Subject;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.AddCheckpoint;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.merkle.SignedNote.NoteSignature;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.SeenHeads;
import dev.muster.ledger.tree.LogId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks witnesses to cosign our heads, and takes the heads that devices and others saw. */
public final class Cosigners {
    /** A log that was ahead of the witness's memory is told so once; twice means that the two cannot agree. */
    private static final int MAX_TRIES = 2;

    /** A fresh cosignature bears the time of now; clocks of servers agree within minutes. */
    private static final Duration MOST_SKEW = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final ReportedHeads reported;

    public Cosigners(Ledger ledger) {
        this.ledger = ledger;
        this.reported = new ReportedHeads(ledger);
    }

    /** How a witness is reached. */
    @FunctionalInterface
    public interface Line {
        /** Sends the body of an add-checkpoint request and returns status and body of the answer. */
        Reply send(byte[] request);

        /** The head of a log that the witness cosigned last, when it shows it. */
        default Optional<byte[]> last(String origin) {
            return Optional.empty();
        }
    }

    /** An answer of a witness. */
    public record Reply(int status, String body) {}

    /** A head with the cosignature of a witness, or why there is none. */
    public sealed interface Outcome {
        record Cosigned(SignedNote note, Instant at) implements Outcome {}

        record Failed(String why) implements Outcome {}

        /** The witness knows another history of this log, or a longer one. */
        record Disagrees(String why, long size) implements Outcome {}
    }

    /**
     * Asks one witness for a cosignature over the newest head, and keeps it as an entry.
     *
     * @param witness its key, of type cosignature
     * @param known size that the witness was told last; 0 when unknown, it will say
     */
    public Outcome ask(LogId log, NoteKey witness, long known, Line line) {
        return ask(log, ledger.publish(log), witness, known, line);
    }

    /** As above, over a head that was signed before, so that several witnesses cosign the same. */
    Outcome ask(LogId log, SignedNote note, NoteKey witness, long known, Line line) {
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
            if (theirs.isEmpty()) {
                return new Outcome.Failed("the witness answered 409 without a size");
            }
            if (theirs.get() < 0) {
                return new Outcome.Failed("the witness answered 409 with the size " + theirs.get());
            }
            if (theirs.get() == old && old == head.size()) {
                return new Outcome.Disagrees("the witness cosigned another head of " + old + " entries", old);
            }
            if (theirs.get() > head.size()) {
                return new Outcome.Disagrees(
                        "the witness cosigned a head of " + theirs.get() + " entries, ours has " + head.size()
                                + ": this may be an older copy of the log",
                        theirs.get());
            }
            old = theirs.get();
        }
        if (reply.status() == 422) {
            return new Outcome.Disagrees("what the witness cosigned before is no beginning of this log", old);
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
        Instant signed = NoteKey.time(cosignature.get());
        if (Duration.between(signed, now).abs().compareTo(MOST_SKEW) > 0) {
            return new Outcome.Failed("the witness's cosignature is dated " + signed);
        }
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
        ReportedHeads.Judged judged = reported.judge(log, source, note);
        reported.settle(log, judged);
        return judged.answer();
    }

    /**
     * Makes known that a witness disagrees. When it shows a head with our signature, nothing is signed from then on;
     * its word alone is an entry and costs nothing else, or any witness could stop any log.
     */
    void disagreement(LogId log, NoteKey witness, Outcome.Disagrees says, Line line) {
        Optional<byte[]> shown = line.last(ledger.noteKey(log).name());
        if (shown.isPresent() && seen(log, witness.name(), shown.get()) != HeadReports.Answer.NOT_OURS) {
            return;
        }
        Instant now = ledger.settings().clock().instant();
        LedgerEvent noticed =
                new LedgerEvent.SplitViewNoticed(log.name().text(), witness.name(), says.size(), new byte[0]);
        ledger.shell()
                .run(
                        log.org(),
                        tx -> tx,
                        tx -> Decision.of(true, new Draft(Subject.org(log.org()), now, witness.name(), noticed)));
    }

    private static Optional<Long> size(String body) {
        try {
            return Optional.of(Long.parseLong(body.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
