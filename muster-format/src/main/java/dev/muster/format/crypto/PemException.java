package dev.muster.format.crypto;

import dev.muster.format.MalformedException;

/** Text that is not the PEM that was asked for; the offset counts characters. */
public final class PemException extends MalformedException {
    private static final long serialVersionUID = 1L;

    PemException(String reason, long offset) {
        super(reason, "/", offset);
    }
}
