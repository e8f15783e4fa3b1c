package dev.muster.format.attest.cmw;

import dev.muster.format.MalformedException;

/** The bytes are not a conceptual message wrapper (RFC 9999). */
public final class CmwException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public CmwException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
