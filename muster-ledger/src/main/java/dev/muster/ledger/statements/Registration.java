package dev.muster.ledger.statements;

import dev.muster.core.ledger.StatementOutcome;
import dev.muster.format.audit.scitt.Receipt;

/** What came of registering a readable statement. */
public sealed interface Registration {
    /**
     * It is on the log.
     *
     * @param index in the statement log
     * @param digest names it: SHA-256 of the leaf data, in hex
     * @param receipt that it is there
     * @param fresh false when it had been registered before
     */
    record Registered(long index, String digest, Receipt receipt, boolean fresh) implements Registration {}

    /** It was refused; the refusal is an entry. */
    record Refused(StatementOutcome.Reason reason, String detail) implements Registration {}
}
