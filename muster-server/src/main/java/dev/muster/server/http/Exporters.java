package dev.muster.server.http;

import dev.muster.format.attest.eat.ConnectionBinding;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both ends of a TLS 1.3 connection know and nobody else (RFC 8446 §7.5): read once when the handshake is over and kept
 * with the connection. Not later: JDK 25 lets a connection that was resumed export another one's value.
 */
final class Exporters implements SslHandshakeListener {
    private static final Logger LOG = LoggerFactory.getLogger(Exporters.class);

    /** Engines have no equality of their own, so this is by identity; an entry goes with its connection. */
    private static final Map<SSLEngine, byte[]> KEPT = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public void handshakeSucceeded(Event event) {
        SSLEngine engine = event.getSSLEngine();
        if (engine.getSession() instanceof ExtendedSSLSession session
                && session.getProtocol().equals("TLSv1.3")) {
            try {
                KEPT.put(
                        engine,
                        session.exportKeyingMaterialData(
                                ConnectionBinding.LABEL, new byte[0], ConnectionBinding.EXPORTED_BYTES));
            } catch (SSLException | UnsupportedOperationException without) {
                LOG.debug("no keying material", without);
            }
        }
    }

    /** The connection's value; empty when it has none. */
    static Optional<byte[]> of(EndPoint end) {
        return end instanceof SslConnection.SslEndPoint ssl
                ? Optional.ofNullable(KEPT.get(ssl.getSslConnection().getSSLEngine()))
                : Optional.empty();
    }
}
