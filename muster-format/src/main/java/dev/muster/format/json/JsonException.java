package dev.muster.format.json;

import dev.muster.format.MalformedException;

/** Text that is not the JSON that was asked for: malformed, over a limit, or of another shape. */
public final class JsonException extends MalformedException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /** A fault of the values, whose place in the text {@link #in} can find. */
    public JsonException(String reason, String path) {
        this(reason, path, -1, 0, 0);
    }

    /**
     * @param reason what is wrong, without the place
     * @param path JSON pointer (RFC 6901); {@code /} is the whole text
     * @param offset byte offset, or -1
     * @param line from 1, or 0 when unknown
     * @param column characters from 1, or 0 when unknown
     */
    JsonException(String reason, String path, long offset, int line, int column) {
        super(reason, path, offset);
        this.line = line;
        this.column = column;
    }

    /** Line of the fault, from 1; 0 when unknown. */
    public int line() {
        return line;
    }

    /** Column of the fault in characters, from 1; 0 when unknown. */
    public int column() {
        return column;
    }

    /** The same fault with its line and column in the text that the values were read from. */
    public JsonException in(byte[] text) {
        if (line > 0) {
            return this;
        }
        JsonPlace place = JsonPlace.of(text, path());
        JsonException placed = new JsonException(reason(), path(), place.offset(), place.line(), place.column());
        placed.initCause(this);
        return placed;
    }

    @Override
    public String getMessage() {
        return line == 0
                ? reason() + " at " + path()
                : reason() + " at line " + line + ", column " + column + ", " + path();
    }
}
