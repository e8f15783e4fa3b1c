package dev.muster.format.attest.corim;

import dev.muster.format.MalformedException;

/** The bytes are not a concise reference integrity manifest of draft-ietf-rats-corim-11. */
public final class CorimException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public CorimException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
