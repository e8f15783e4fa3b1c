package dev.muster.format.attest.dice;

import dev.muster.format.MalformedException;

/** The bytes are no certificate of a DICE layer, or the chain does not hold together. */
public final class DiceException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public DiceException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
