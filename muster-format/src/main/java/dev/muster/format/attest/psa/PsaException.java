package dev.muster.format.attest.psa;

import dev.muster.format.MalformedException;

/** The claims are not those of a PSA attestation token (RFC 9783). */
public final class PsaException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public PsaException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
