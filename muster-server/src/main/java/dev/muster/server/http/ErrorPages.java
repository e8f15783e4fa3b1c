package dev.muster.server.http;

/** Shows problems to people. A browser that asked for a page and got no answer gets one of these instead of JSON. */
@FunctionalInterface
public interface ErrorPages {
    /**
     * A whole page, in HTML.
     *
     * @param correlationId the same as in the header and in the server's log
     */
    String page(Problem problem, String correlationId);
}
