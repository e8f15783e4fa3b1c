package dev.muster.ledger.tree;

import dev.muster.core.ledger.OrgId;

/** One log: whose, and which of the two. */
public record LogId(OrgId org, LogName name) {
    /** The record of an organisation. */
    public static LogId record(OrgId org) {
        return new LogId(org, LogName.RECORD);
    }

    /** The statement log of an organisation. */
    public static LogId statements(OrgId org) {
        return new LogId(org, LogName.STATEMENT);
    }

    /** {@code org/log}. */
    @Override
    public String toString() {
        return org + "/" + name.text();
    }
}
