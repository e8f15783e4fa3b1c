package dev.muster.server.http;

/** Is told of every exchange that has ended; called by the engine's threads, so it must be quick and throw nothing. */
@FunctionalInterface
public interface Traffic {
    /** The route of a request that matched none. */
    String NO_ROUTE = "(no route)";

    /** The status of an answer that was cut off before its end. */
    int BROKEN_OFF = 0;

    /** Nobody counts. */
    Traffic IGNORED = (method, route, status, nanos) -> {};

    /**
     * @param method as the request has it: whatever a stranger wrote
     * @param route the template, {@link #NO_ROUTE} where none matched; never a path
     * @param status of the answer, or {@link #BROKEN_OFF}
     * @param nanos from the first byte of the request to the last of the answer
     */
    void ended(String method, String route, int status, long nanos);
}
