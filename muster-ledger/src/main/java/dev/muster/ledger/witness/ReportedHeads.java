package dev.muster.ledger.witness;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.HeadReports;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.SeenHeads;
import dev.muster.ledger.sequence.NotSequencerException;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes heads of our own logs that somebody else saw. */
final class ReportedHeads {
    /** Names that are shown; a fleet that was moved from another server would fill pages. */
    private static final int MAX_STRANGERS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ReportedHeads.class);

    private final Ledger ledger;
    /** Said once and not repeated for a day is no longer worth an alarm. */
    private static final Duration STRANGER_KEPT = Duration.ofDays(1);

    private final Map<LogId, Map<String, Instant>> strangers = new ConcurrentHashMap<>();

    ReportedHeads(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What a head came to.
     *
     * @param noticed what the ledger says about it
     * @param keep remembers the head; in any transaction
     */
    record Judged(HeadReports.Answer answer, Decision<HeadReports.Answer> noticed, Consumer<Tx> keep) {}

    /** Compares the head with the log as it is now. Writes nothing. */
    Judged judge(LogId log, String source, byte[] note) {
        Instant now = ledger.settings().clock().instant();
        Decision<HeadReports.Answer> decision = HeadReports.judge(
                log.name().text(), source, note, ledger.noteKey(log), size -> root(log, size), log.org(), now);
        if (decision.answer() == HeadReports.Answer.NOT_OURS) {
            return new Judged(decision.answer(), decision, tx -> {});
        }
        SignedNote signed = SignedNote.parse(note);
        Checkpoint head = Checkpoint.parse(signed.text());
        return new Judged(decision.answer(), decision, tx -> {
            SeenHeads.keep(tx, log, source, head, signed, now);
            if (decision.answer() != HeadReports.Answer.SAME) {
                SeenHeads.keepContradiction(tx, log, decision.answer(), head, signed, now);
            }
        });
    }

    /** Remembers the head, and when it contradicts the log: an entry, and from then on nothing is signed. */
    void settle(LogId log, Judged judged) {
        if (judged.answer() == HeadReports.Answer.NOT_OURS) {
            return;
        }
        if (!judged.noticed().drafts().isEmpty()) {
            try {
                ledger.shell().run(log.org(), Function.identity(), tx -> judged.noticed());
            } catch (NotSequencerException another) {
                // This server cannot write an entry; keeping the head stops the one that could.
                LOG.warn("a head was shown here that contradicts {}, which another server writes", log);
            }
        }
        ledger.settings().database().change(judged.keep());
        if (judged.answer() != HeadReports.Answer.SAME) {
            ledger.doubt(log.org());
        }
    }

    /** Somebody shows a head of this log that another key signed. */
    void stranger(LogId log, String source) {
        Map<String, Instant> names = strangers.computeIfAbsent(log, l -> new ConcurrentHashMap<>());
        if (names.size() < MAX_STRANGERS || names.containsKey(source)) {
            names.put(source, ledger.settings().clock().instant());
        }
    }

    /** Somebody shows a head of ours: whatever they showed before, they are with us again. */
    void familiar(LogId log, String source) {
        Map<String, Instant> names = strangers.get(log);
        if (names != null) {
            names.remove(source);
        }
    }

    List<String> strangers(LogId log) {
        Instant since = ledger.settings().clock().instant().minus(STRANGER_KEPT);
        return strangers.getOrDefault(log, Map.of()).entrySet().stream()
                .filter(shown -> shown.getValue().isAfter(since))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Optional<byte[]> root(LogId log, long size) {
        LogTree tree = ledger.current(log);
        return size <= tree.size() ? Optional.of(tree.root(size)) : Optional.empty();
    }
}
