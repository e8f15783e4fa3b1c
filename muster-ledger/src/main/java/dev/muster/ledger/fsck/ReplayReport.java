package dev.muster.ledger.fsck;

import dev.muster.core.ledger.StatementReplay.Mismatch;
import java.util.List;

/**
 * What came of deciding again.
 *
 * @param entries read
 * @param accepted decisions that accepted
 * @param refused decisions that refused
 * @param mismatches decisions that come out differently, at most {@link #MAX_MISMATCHES}
 */
public record ReplayReport(long entries, long accepted, long refused, List<Mismatch> mismatches) {
    /** Enough to see what is wrong. */
    public static final int MAX_MISMATCHES = 100;

    public ReplayReport {
        mismatches = List.copyOf(mismatches);
    }

    /** Whether everything came out as recorded. */
    public boolean holds() {
        return mismatches.isEmpty();
    }
}
