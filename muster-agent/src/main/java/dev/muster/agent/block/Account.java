package dev.muster.agent.block;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What became of a manifest, in one word: what a journal comes to.
 *
 * @param manifest hex of its digest
 * @param detail why it was refused, otherwise empty
 */
public record Account(String manifest, long sequence, Step step, String detail) {

    /** In the order in which they follow each other. */
    public enum Step {
        BEGUN,
        RECORDED,
        CHOSEN,
        STARTED,
        CONFIRMED,
        FELL_BACK,
        REFUSED
    }

    static Optional<Account> of(List<JournalEntry> entries) {
        if (entries.isEmpty() || !(entries.getFirst() instanceof JournalEntry.Begun begun)) {
            return Optional.empty();
        }
        Step step = Step.BEGUN;
        String detail = "";
        for (JournalEntry entry : entries) {
            step = switch (entry) {
                case JournalEntry.Begun ignored -> Step.BEGUN;
                case JournalEntry.Checkpoint ignored -> Step.BEGUN;
                case JournalEntry.Written ignored -> Step.BEGUN;
                case JournalEntry.Recorded ignored -> Step.RECORDED;
                case JournalEntry.Chosen ignored -> Step.CHOSEN;
                case JournalEntry.Started ignored -> Step.STARTED;
                case JournalEntry.Confirmed ignored -> Step.CONFIRMED;
                case JournalEntry.FellBack ignored -> Step.FELL_BACK;
                case JournalEntry.Refused ignored -> Step.REFUSED;
            };
            if (entry instanceof JournalEntry.Refused refused) {
                detail = refused.why();
            }
        }
        return Optional.of(new Account(HexFormat.of().formatHex(begun.manifest()), begun.sequence(), step, detail));
    }
}
