package dev.muster.format.attest.tpm;

import dev.muster.format.MalformedException;

/** The bytes are not the structure of a TPM, or not a log, that they should be. */
public final class TpmException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public TpmException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
