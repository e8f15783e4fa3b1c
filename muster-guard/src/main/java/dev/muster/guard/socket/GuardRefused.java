package dev.muster.guard.socket;

import java.io.IOException;

/** The guard said no. */
public final class GuardRefused extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    GuardRefused(Say.Refused refused) {
        super(refused.reason() + ": " + refused.detail());
        this.reason = refused.reason();
    }

    /** A stable word. */
    public String reason() {
        return reason;
    }
}
