package dev.muster.format.network.mud;

import dev.muster.format.MalformedException;

/** Text that cannot be read as a MUD file at all: no I-JSON, or without what makes it one. */
public final class MudException extends MalformedException {
    private static final long serialVersionUID = 1L;

    private final String words;

    MudException(String reason, String path) {
        super(reason, path, -1);
        this.words = reason + " at " + path;
    }

    MudException(MalformedException cause) {
        super(cause.reason(), cause.path(), cause.offset(), cause);
        this.words = String.valueOf(cause.getMessage());
    }

    @Override
    public String getMessage() {
        return words;
    }
}
