package dev.muster.format.devices.maintenance;

import dev.muster.format.MalformedException;

/** Bytes that are not a grant, a call, a reply or a record of a session. */
public final class MaintenanceException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param offset byte offset of the fault, -1 when unknown */
    public MaintenanceException(String reason, String path, long offset) {
        super(reason, path, offset);
    }

    MaintenanceException(MalformedException fault) {
        super(fault.reason(), fault.path(), fault.offset(), fault);
    }
}
