package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.TpmRefusal;

/** Ends the judging of a proof; whoever asked for it turns it into an answer. Carries no stack trace. */
final class Unproved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TpmRefusal why;

    Unproved(TpmRefusal why) {
        super(why.reason(), null, false, false);
        this.why = why;
    }

    TpmRefusal why() {
        return why;
    }
}
