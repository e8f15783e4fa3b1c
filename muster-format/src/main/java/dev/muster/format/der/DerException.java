package dev.muster.format.der;

import dev.muster.format.MalformedException;

/** Bytes that are not the DER that was asked for. */
public final class DerException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** The path of DER faults is {@code /}: the structures read here are flat. */
    public DerException(String reason, long offset) {
        super(reason, "/", offset);
    }
}
