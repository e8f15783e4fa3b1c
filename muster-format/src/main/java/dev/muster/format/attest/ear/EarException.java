package dev.muster.format.attest.ear;

import dev.muster.format.MalformedException;

/** The bytes are not an attestation result of draft-ietf-rats-ear. */
public final class EarException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public EarException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
