package dev.muster.ledger.sequence;

/** Another process uses this ledger's directory. */
public final class LedgerInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerInUseException(String message) {
        super(message);
    }
}
