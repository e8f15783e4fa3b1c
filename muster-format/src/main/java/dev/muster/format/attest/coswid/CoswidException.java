package dev.muster.format.attest.coswid;

import dev.muster.format.MalformedException;

/** The bytes are not a concise software identification tag of RFC 9393. */
public final class CoswidException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public CoswidException(String message, String path, long offset) {
        super(message, path, offset);
    }
}
