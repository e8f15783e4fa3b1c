package dev.muster.core.attestation.cel;

/** An expression that cannot be read, or that has no value for what it was asked about. */
public final class CelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A reason may repeat a key or a text that an expression made long. */
    static final int REASON_CHARS = 200;

    private final int column;
    private final boolean exhausted;

    CelException(String reason, int at) {
        this(reason, at, false);
    }

    CelException(String reason, int at, boolean exhausted) {
        super(at < 0 ? shown(reason) : "column " + (at + 1) + ": " + shown(reason), null, false, false);
        this.column = at + 1;
        this.exhausted = exhausted;
    }

    private static String shown(String reason) {
        return reason.length() <= REASON_CHARS ? reason : reason.substring(0, REASON_CHARS) + "…";
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
