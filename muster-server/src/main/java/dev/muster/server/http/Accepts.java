package dev.muster.server.http;

/**
 * How a route takes its body.
 *
 * @param bytes the most it takes; one more is 413
 * @param stream whether the handler reads it as it comes, which holds a thread: for large files of people the gate knows
 */
public record Accepts(long bytes, boolean stream) {
    /** Enough for every message of people and devices that says nothing else. */
    public static final Accepts MESSAGE = upTo(Request.BODY_BYTES_MAX);

    /** A whole body in memory before the handler is called. */
    public static Accepts upTo(int bytes) {
        return new Accepts(bytes, false);
    }

    /** The handler asks for {@link Request#bodyStream}. */
    public static Accepts stream(long bytes) {
        return new Accepts(bytes, true);
    }
}
