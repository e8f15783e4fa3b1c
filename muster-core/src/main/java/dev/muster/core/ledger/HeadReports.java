package dev.muster.core.ledger;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Judges a head of our own log that somebody else saw: a device with its evidence, a witness, an auditor. Only a head
 * with our signature counts, or anybody could accuse us.
 */
public final class HeadReports {
    /** What it came to. */
    public enum Answer {
        /** It is a beginning of our log. */
        SAME,
        /** It is not signed by us, or unreadable: says nothing. */
        NOT_OURS,
        /** We signed more than we have: this log is an older copy. */
        LARGER,
        /** We signed something else of this size: the view is split. */
        SPLIT
    }

    /** Our log at the size of a head. */
    @FunctionalInterface
    public interface Roots {
        /** The root at this size; empty when the log is shorter. */
        Optional<byte[]> at(long size);
    }

    private HeadReports() {}

    /**
     * Judges the head.
     *
     * @param log {@code record} or {@code statement}
     * @param source who saw it, such as a device's subject text
     * @param note as it was seen
     */
    public static Decision<Answer> judge(
            String log, String source, byte[] note, NoteKey key, Roots roots, OrgId org, Instant now) {
        Checkpoint head;
        try {
            SignedNote signed = SignedNote.parse(note);
            if (!key.verify(signed)) {
                return Decision.of(Answer.NOT_OURS);
            }
            head = Checkpoint.parse(signed.text());
        } catch (MalformedException unreadable) {
            return Decision.of(Answer.NOT_OURS);
        }
        Optional<byte[]> root = roots.at(head.size());
        if (root.isPresent() && Arrays.equals(root.get(), head.root())) {
            return Decision.of(Answer.SAME);
        }
        LedgerEvent noticed = new LedgerEvent.SplitViewNoticed(log, source, head.size(), note);
        return Decision.of(
                root.isPresent() ? Answer.SPLIT : Answer.LARGER, new Draft(Subject.org(org), now, source, noticed));
    }
}
