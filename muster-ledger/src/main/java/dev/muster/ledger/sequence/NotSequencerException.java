package dev.muster.ledger.sequence;

/** Another server writes this ledger now; nothing was appended. The door answers 503 and the caller tries again. */
public final class NotSequencerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotSequencerException(String message) {
        super(message);
    }
}
