package dev.muster.server.http;

import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * One address that is listened on.
 *
 * @param name goes into logs and {@link HttpServer#port}
 * @param host address or host name to bind
 * @param port 0 for any free one
 * @param tls the server's identity, and who is trusted as a client
 * @param tls12 whether TLS 1.2 is allowed beside 1.3 (small devices)
 * @param names hosts that requests may ask for (RFC 9110 §7.4); empty for any
 * @param clientCertificate whether the client is asked for a certificate; it may still have none
 */
public record Listener(
        String name,
        String host,
        int port,
        SSLContext tls,
        Set<String> names,
        boolean tls12,
        boolean clientCertificate,
        Routes routes,
        Gate gate) {
    public Listener {
        names = Set.copyOf(names);
    }

    boolean serves(String asked) {
        String bare = asked.startsWith("[") ? asked.substring(1, asked.length() - 1) : asked;
        return names.isEmpty() || names.contains(bare.toLowerCase(Locale.ROOT));
    }
}
