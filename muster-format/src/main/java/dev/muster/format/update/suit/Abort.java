package dev.muster.format.update.suit;

import java.util.Optional;

/** Ends a procedure from the depth of nested sequences. Never leaves {@link Processor}. */
final class Abort extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Optional<SuitRecord> at;
    private final String detail;

    Abort(Reason reason, String detail) {
        this(reason, Optional.empty(), detail);
    }

    Abort(Reason reason, Optional<SuitRecord> at, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.at = at;
        this.detail = detail;
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
}
