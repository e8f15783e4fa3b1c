package dev.muster.format.update.suit;

import dev.muster.format.MalformedException;

/** Bytes that are not what draft-ietf-suit-manifest or draft-ietf-suit-report describe. */
public final class SuitException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @see MalformedException#MalformedException(String, String, long) */
    public SuitException(String reason, String path, long offset) {
        super(reason, path, offset);
    }
}
