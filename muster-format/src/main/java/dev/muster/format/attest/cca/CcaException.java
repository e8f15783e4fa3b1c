package dev.muster.format.attest.cca;

import dev.muster.format.MalformedException;

/** The bytes are not a token of Arm's Confidential Compute Architecture. */
public final class CcaException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public CcaException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
