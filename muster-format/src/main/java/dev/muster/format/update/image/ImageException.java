package dev.muster.format.update.image;

import dev.muster.format.MalformedException;

/** Bytes that are not a canonical firmware image. */
public final class ImageException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @see MalformedException#MalformedException(String, String, long) */
    public ImageException(String reason, String path, long offset) {
        super(reason, path, offset);
    }
}
