package dev.muster.format.audit.exchange;

import dev.muster.format.MalformedException;

/** Bytes that are not a statement between a maker and a customer. */
public final class ExchangeException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param offset byte offset of the fault, -1 when unknown */
    public ExchangeException(String reason, String path, long offset) {
        super(reason, path, offset);
    }

    ExchangeException(MalformedException fault) {
        super(fault.reason(), fault.path(), fault.offset(), fault);
    }
}
