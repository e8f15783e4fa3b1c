package dev.muster.format.devices.manifest;

import dev.muster.format.MalformedException;

/** Bytes that are not a device manifest. */
public final class ManifestException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param offset byte offset of the fault, -1 when unknown */
    public ManifestException(String reason, String path, long offset) {
        super(reason, path, offset);
    }
}
