package dev.muster.format;

/**
 * Bytes that cannot be read as the format they claim to be. Every format has one subclass.
 *
 * <p>Malformed is not denied: a readable message that is refused is a sealed result with a stable reason code, never
 * this exception.
 */
public abstract class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String path;
    private final long offset;

    /**
     * @param reason what is wrong, in words, without the place
     * @param path where in the structure, e.g. {@code /3/[0]/"name"}; {@code /} is the outermost item
     * @param offset byte offset of the fault in the input, or -1 when the fault has no byte of its own
     */
    protected MalformedException(String reason, String path, long offset) {
        super(reason + " at " + path + (offset < 0 ? "" : " (byte " + offset + ")"));
        this.reason = reason;
        this.path = path;
        this.offset = offset;
    }

    /** Same, keeping the exception that explains it. */
    protected MalformedException(String reason, String path, long offset, Throwable cause) {
        super(reason + " at " + path + (offset < 0 ? "" : " (byte " + offset + ")"), cause);
        this.reason = reason;
        this.path = path;
        this.offset = offset;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }

    /** Where in the structure the fault is. */
    public String path() {
        return path;
    }

    /** Byte offset of the fault in the input, -1 when unknown. */
    public long offset() {
        return offset;
    }
}
