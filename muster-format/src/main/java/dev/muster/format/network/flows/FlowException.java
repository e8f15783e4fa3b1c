package dev.muster.format.network.flows;

import dev.muster.format.MalformedException;

/** Bytes that are no report of flows. */
public final class FlowException extends MalformedException {
    private static final long serialVersionUID = 1L;

    FlowException(String reason, String path, long offset) {
        super(reason, path, offset);
    }
}
