package dev.muster.ledger.sequence;

/** More decisions wait than the ledger may queue; nothing was appended. The door answers 503 with a time to wait. */
public final class LedgerBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LedgerBusyException(String message) {
        super(message);
    }
}
