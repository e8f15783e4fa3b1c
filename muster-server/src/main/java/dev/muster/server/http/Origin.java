package dev.muster.server.http;

/** The origin of this server's pages, as the browser that asks calls it (RFC 6454 §6.2). */
public final class Origin {
    private static final int HTTPS_PORT = 443;

    private Origin() {}

    /** HTTP/2 has no host header: what counts is what the engine made of either. */
    public static String of(Request request) {
        int port = request.engine().getHttpURI().getPort();
        return "https://" + request.host() + (port <= 0 || port == HTTPS_PORT ? "" : ":" + port);
    }
}
