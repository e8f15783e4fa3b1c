package dev.muster.format.network.capture;

import dev.muster.format.MalformedException;

/** Bytes that are no capture, or end within a record. */
public final class CaptureException extends MalformedException {
    private static final long serialVersionUID = 1L;

    CaptureException(String reason, long offset) {
        super(reason, "/byte " + offset, offset);
    }
}
