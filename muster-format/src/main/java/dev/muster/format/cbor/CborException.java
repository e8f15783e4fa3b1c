package dev.muster.format.cbor;

import dev.muster.format.MalformedException;

/** Bytes that are not the CBOR that was asked for: malformed, outside the profile, over a limit, or of another type. */
public final class CborException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @see MalformedException#MalformedException(String, String, long) */
    public CborException(String reason, String path, long offset) {
        super(reason, path, offset);
    }
}
