package dev.muster.format.attest.tpm.command;

import dev.muster.format.attest.tpm.TpmWriter;

/**
 * What lets a command use the object behind a handle (TPMS_AUTH_COMMAND, part 2 §10.13.2).
 *
 * @param session handle of a policy session, or {@link Handles#PASSWORD}
 * @param keep whether the session goes on after the command
 */
public record Authorization(int session, boolean keep) {
    private static final int CONTINUE_SESSION = 1;

    /** The empty password: devices without people protect keys by their TPM, not by a secret beside it. */
    public static final Authorization EMPTY_PASSWORD = new Authorization(Handles.PASSWORD, false);

    /** A policy session that ends with the command. */
    public static Authorization policy(int session) {
        return new Authorization(session, false);
    }

    void write(TpmWriter out) {
        out.u32(session).sized(new byte[0]).u8(keep ? CONTINUE_SESSION : 0).sized(new byte[0]);
    }
}
