package dev.muster.format.audit.pack;

import dev.muster.format.MalformedException;

/** Bytes that are not an audit pack. */
public final class PackException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** A fault at a place in the payload. */
    public PackException(String reason, String path) {
        super(reason, path, -1);
    }

    /** A part of another format that cannot be read. */
    PackException(MalformedException cause, String path) {
        super(cause.reason(), path + cause.path(), cause.offset(), cause);
    }
}
