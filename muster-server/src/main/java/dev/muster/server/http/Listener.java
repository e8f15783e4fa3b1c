package dev.muster.server.http;

import javax.net.ssl.SSLContext;

/**
 * One address that is listened on.
 *
 * @param name goes into logs and {@link HttpServer#port}
 * @param host address or host name to bind
 * @param port 0 for any free one
 * @param tls the server's identity, and who is trusted as a client
 * @param tls12 whether TLS 1.2 is allowed beside 1.3 (small devices)
 * @param clientCertificate whether the client is asked for a certificate; it may still have none
 */
public record Listener(
        String name,
        String host,
        int port,
        SSLContext tls,
        boolean tls12,
        boolean clientCertificate,
        Routes routes,
        Gate gate) {}
