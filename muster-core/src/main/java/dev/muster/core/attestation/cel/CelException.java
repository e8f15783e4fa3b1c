package dev.muster.core.attestation.cel;

/** An expression that cannot be read, or that has no value for what it was asked about. */
public final class CelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final boolean exhausted;

    CelException(String reason, int at) {
        this(reason, at, false);
    }

    CelException(String reason, int at, boolean exhausted) {
        super(at < 0 ? reason : "column " + (at + 1) + ": " + reason, null, false, false);
        this.column = at + 1;
        this.exhausted = exhausted;
    }

    /** Of a name that has no value. */
    public static CelException noValue(String reason) {
        return new CelException(reason, -1);
    }

    /** Where, counted from 1; 0: nowhere in particular. */
    public int column() {
        return column;
    }

    /** Whether it is the bound on steps that ended it, which no operator makes up for. */
    boolean exhausted() {
        return exhausted;
    }
}
