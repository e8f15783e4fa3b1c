package dev.muster.format.devices.host;

import dev.muster.format.MalformedException;

/** Bytes that are not a statement of a device about its host. */
public final class HostException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param offset byte offset of the fault, -1 when unknown */
    public HostException(String reason, String path, long offset) {
        super(reason, path, offset);
    }
}
