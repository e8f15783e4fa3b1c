package dev.muster.server.http;

/**
 * The writing end of a server-sent event stream (HTML Living Standard §9.2). Nothing here waits for the client: what it is
 * not yet ready for is kept, a little of it, and a client that stays behind is cut off. Thread-safe.
 */
public interface EventStream {
    /**
     * @param id lets a client resume with {@code Last-Event-ID}; empty for none
     * @param event name of the event
     * @param data one or more lines
     * @return false once the client has gone, may no longer listen, or the server is stopping
     */
    boolean send(String id, String event, String data);

    /** A comment that keeps proxies from closing the connection; same answer as {@link #send}. */
    boolean heartbeat();

    /** Nothing more will be said. */
    void end();
}
