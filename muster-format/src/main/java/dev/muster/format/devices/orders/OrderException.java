package dev.muster.format.devices.orders;

import dev.muster.format.MalformedException;

/** Bytes that are not orders or a report on one. */
public final class OrderException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param offset byte offset of the fault, -1 when unknown */
    public OrderException(String reason, String path, long offset) {
        super(reason, path, offset);
    }

    OrderException(String reason, String path, Throwable cause) {
        super(reason, path, -1, cause);
    }
}
