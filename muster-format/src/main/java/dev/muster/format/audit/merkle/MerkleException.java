package dev.muster.format.audit.merkle;

import dev.muster.format.MalformedException;

/** Bytes or text that are no checkpoint, signed note, tile path or tile. */
public final class MerkleException extends MalformedException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong and where */
    public MerkleException(String message) {
        super(message, "/", -1);
    }
}
