package dev.muster.format.join.est;

import dev.muster.format.MalformedException;

/** An EST body that cannot be read. */
public final class EstException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /**
     * @param path the part that is at fault, such as {@code certs-only}
     * @param offset byte offset in the body, -1 when unknown
     */
    public EstException(String message, String path, long offset) {
        super(message, path, offset);
    }

    public EstException(String message, String path, Throwable cause) {
        super(message, path, -1, cause);
    }
}
