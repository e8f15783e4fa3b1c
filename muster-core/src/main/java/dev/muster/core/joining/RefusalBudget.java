package dev.muster.core.joining;

import java.time.Instant;

/**
 * How many refusals all organisations of a server together may write: each has a limit of its own ({@link
 * RefusalMeter#MAX_ENTRIES}), and there may be ten thousand, all of which a stranger can ask. Thread-safe.
 */
public final class RefusalBudget {
    /** In each {@link RefusalMeter#WINDOW}: twenty organisations under attack are told apart; ten a second is little to write. */
    public static final int MAX_ENTRIES = 600;

    private Instant windowOpened = Instant.MIN;
    private int taken;

    /** Whether one more may be written now. */
    synchronized boolean takes(Instant now) {
        if (windowOpened.equals(Instant.MIN) || !now.isBefore(windowOpened.plus(RefusalMeter.WINDOW))) {
            windowOpened = now;
            taken = 0;
        }
        if (taken >= MAX_ENTRIES) {
            return false;
        }
        taken++;
        return true;
    }
}
