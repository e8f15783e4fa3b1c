package dev.muster.ledger;

import dev.muster.ledger.tree.LogId;

/** A head larger than, or different from, this log has been signed before: nothing is signed or appended. */
public final class ForkedLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String RECOVER = " Nothing is signed or appended. To go on, put back a database that holds at"
            + " least that much: the newest backup, or a replica. Start a new data directory only if you accept that"
            + " everybody who saw the larger head will rightly call this log forked.";

    private ForkedLogException(String message) {
        super(message);
    }

    static ForkedLogException shorter(LogId log, long size, long seen) {
        return new ForkedLogException("The log " + log + " has " + size + " entries, but a signed head with " + seen
                + " has been seen: this is an older copy." + RECOVER);
    }

    static ForkedLogException different(LogId log, long size) {
        return new ForkedLogException("The log " + log + " differs from a signed head of " + size
                + " entries that has been seen: this is another history, such as an"
                + " older copy that went on." + RECOVER);
    }
}
