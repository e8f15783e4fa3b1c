package dev.muster.format.attest.eat;

import dev.muster.format.MalformedException;

/** The bytes are not an entity attestation token of RFC 9711. */
public final class EatException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public EatException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
