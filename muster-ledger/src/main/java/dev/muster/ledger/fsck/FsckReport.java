package dev.muster.ledger.fsck;

import dev.muster.ledger.tree.LogId;
import java.util.List;

/**
 * What the check of one log found.
 *
 * @param log which
 * @param leaves rows that were read
 * @param tiles full tiles that were compared
 * @param erased rows whose body is erased
 * @param faults in words, at most {@link #MAX_FAULTS}
 */
public record FsckReport(LogId log, long leaves, long tiles, long erased, List<String> faults) {
    /** Enough to see what is wrong. */
    public static final int MAX_FAULTS = 100;

    public FsckReport {
        faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong. */
    public boolean clean() {
        return faults.isEmpty();
    }
}
