package dev.muster.format.audit.scitt;

import dev.muster.format.MalformedException;

/** Bytes that are no signed statement, receipt or transparent statement. */
public final class ScittException extends MalformedException {
    private static final long serialVersionUID = 1;

    /** @param path where in the message */
    public ScittException(String reason, String path) {
        super(reason, path, -1);
    }
}
