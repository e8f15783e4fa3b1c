package dev.muster.ledger.sequence;

/** Somebody has written more than they may; nothing of this decision was written. Come back later. */
public final class QuotaExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QuotaExceededException(String message) {
        super(message);
    }
}
