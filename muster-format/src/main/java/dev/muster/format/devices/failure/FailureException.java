package dev.muster.format.devices.failure;

import dev.muster.format.MalformedException;

/** Bytes that are not a report of failures. */
public final class FailureException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param offset byte offset of the fault, -1 when unknown */
    public FailureException(String reason, String path, long offset) {
        super(reason, path, offset);
    }
}
