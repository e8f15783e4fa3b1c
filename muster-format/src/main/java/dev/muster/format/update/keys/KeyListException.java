package dev.muster.format.update.keys;

import dev.muster.format.MalformedException;

/** Bytes that are not a list of release keys. */
public final class KeyListException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param offset byte offset of the fault, -1 when unknown */
    KeyListException(String reason, String path, long offset) {
        super(reason, path, offset);
    }

    KeyListException(MalformedException cause) {
        super(cause.reason(), cause.path(), cause.offset(), cause);
    }
}
