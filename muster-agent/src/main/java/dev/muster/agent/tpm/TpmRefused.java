package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.command.CommandCode;
import dev.muster.format.attest.tpm.command.ResponseCode;
import java.io.IOException;

/** The TPM answered, and did not do what was asked. */
public final class TpmRefused extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ResponseCode code;

    TpmRefused(CommandCode command, ResponseCode code) {
        super("the TPM refused " + command + " with " + code);
        this.code = code;
    }

    public ResponseCode code() {
        return code;
    }
}
