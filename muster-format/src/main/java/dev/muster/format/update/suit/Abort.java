package dev.muster.format.update.suit;

import java.util.Optional;

/** Ends a procedure from the depth of nested sequences. Never leaves {@link Processor}. */
final class Abort extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Optional<SuitRecord> at;
    private final String detail;
    private final boolean conditional;

    Abort(Reason reason, String detail) {
        this(reason, Optional.empty(), detail);
    }

    Abort(Reason reason, Optional<SuitRecord> at, String detail) {
        this(reason, at, detail, false);
    }

    /** @param conditional whether a condition failed that a try-each further out may still answer with another way */
    Abort(Reason reason, Optional<SuitRecord> at, String detail, boolean conditional) {
        super(detail, null, false, false);
        this.reason = reason;
        this.at = at;
        this.detail = detail;
        this.conditional = conditional;
    }

    Reason reason() {
        return reason;
    }

    Optional<SuitRecord> at() {
        return at;
    }

    String detail() {
        return detail;
    }

    /** The same, with no way left. */
    Abort fatal() {
        return new Abort(reason, at, detail);
    }

    boolean conditional() {
        return conditional;
    }
}
