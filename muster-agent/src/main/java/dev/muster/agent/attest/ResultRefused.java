package dev.muster.agent.attest;

import java.io.IOException;

/** An attestation result came and this device does not go by it. */
public final class ResultRefused extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ResultRefused(String reason, String detail) {
        super("the attestation result is not accepted (" + reason + "): " + detail);
        this.reason = reason;
    }

    /** The stable reason code, see {@link ResultVerifier}. */
    public String reason() {
        return reason;
    }
}
