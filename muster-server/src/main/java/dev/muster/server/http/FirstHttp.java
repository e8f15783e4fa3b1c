package dev.muster.server.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;

/**
 * HTTP/1.0 by its name in the handshake (RFC 7301 §6): a client that knows nothing newer says so, and the engine, which speaks
 * it, has no name for it.
 */
final class FirstHttp extends AbstractConnectionFactory {
    private final HttpConnectionFactory http1;

    FirstHttp(HttpConnectionFactory http1) {
        super("http/1.0");
        this.http1 = http1;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return http1.newConnection(connector, endPoint);
    }
}
