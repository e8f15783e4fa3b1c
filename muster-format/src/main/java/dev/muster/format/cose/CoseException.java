package dev.muster.format.cose;

import dev.muster.format.MalformedException;

/** CBOR that is not the COSE structure it should be. */
public final class CoseException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @see MalformedException#MalformedException(String, String, long) */
    public CoseException(String reason, String path, long offset) {
        super(reason, path, offset);
    }

    CoseException(String reason, String path, long offset, Throwable cause) {
        super(reason, path, offset, cause);
    }
}
