package dev.muster.server.http;

import dev.muster.server.config.StartFailure;
import java.io.IOException;
import java.net.BindException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one server, running from {@link #start} to {@link #close}. */
public final class HttpServer implements AutoCloseable {
    /** Request line and headers together; client certificates do not count, they are in the handshake. */
    private static final int HEADER_BYTES_MAX = 16 * 1024;

    /** A peer that says nothing this long, before or inside a request, is cut off. Waiting handlers are not counted. */
    private static final long IDLE_MILLIS = 30_000;

    /** How long requests under way may take to finish when the server stops. */
    private static final long STOP_MILLIS = 3_000;

    /**
     * What the kernel keeps for a peer of the console that does not read. By itself it would keep up to 4 MB, which somebody who
     * asks and never reads would have us encrypt at once and hold, a thousand times. Devices, which fetch releases over long
     * ways, keep the kernel's own measure.
     */
    private static final int UNREAD_BYTES_MAX = 128 * 1024;

    /** What one HTTP/2 stream may have in flight towards us before it is read; a connection has as much for all of its. */
    private static final int WINDOW_BYTES = 64 * 1024;

    /**
     * Buffers that are kept for the next connection, on the heap and beside it: those of a thousand at once. By itself the engine
     * keeps what a crowd took, up to an eighth of the largest heap each.
     */
    private static final long POOLED_BYTES_MAX = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Server server;
    private final Map<String, ServerConnector> connectors = new LinkedHashMap<>();
    private final Map<String, SslContextFactory.Server> identities = new LinkedHashMap<>();
    private final List<Runnable> onStopping;
    private final HttpLimits limits;
    private final Holding holding;
    private volatile boolean stopping;

    /**
     * Handlers run on the engine's own threads, made on demand and ended when idle. Nobody holds one by being slow. With
     * handlers on virtual threads, two dozen open long polls stalled new connections on two cores until one of them ended
     * (20 s); why is not proved.
     */
    private HttpServer(
            List<Runnable> onStopping, HttpLimits limits, KnownFaults faults, Traffic traffic, Endings endings) {
        this.limits = limits;
        QueuedThreadPool threads = new QueuedThreadPool(limits.threads());
        threads.setName("http");
        threads.setDaemon(true);
        this.server = new Server(threads, null, buffers());
        this.server.setStopTimeout(STOP_MILLIS);
        this.onStopping = List.copyOf(onStopping);
        this.holding = new Holding(
                limits,
                new Connections(limits),
                share(limits.exchangesOfStrangers(), limits.handlersOfStrangers(), limits.bytesOfStrangers()),
                share(limits.exchangesOfPeople(), limits.handlersOfPeople(), limits.bytesOfOthers()),
                share(Integer.MAX_VALUE, limits.handlersOfDevices(), limits.bytesOfOthers()),
                share(Integer.MAX_VALUE, limits.uploads(), 0),
                new Patience(),
                threads,
                new Refusals(faults),
                traffic,
                endings,
                ConcurrentHashMap.newKeySet(),
                () -> stopping);
    }

    private static ByteBufferPool buffers() {
        return new ArrayByteBufferPool(-1, -1, -1, Integer.MAX_VALUE, POOLED_BYTES_MAX, POOLED_BYTES_MAX);
    }

    private Share share(int exchanges, int handlers, long bytes) {
        return new Share(exchanges, limits.exchanges(), handlers, bytes, server.getThreadPool());
    }

    /**
     * @param traffic told of every exchange that has ended
     * @param endings ends what is read for callers who have gone
     * @param onStopping run first when the server stops: wake handlers that wait for something (long polls)
     * @throws StartFailure when a port is taken or may not be used
     */
    public static HttpServer start(
            List<Listener> listeners,
            RateLimit rate,
            RandomGenerator random,
            KnownFaults faults,
            HttpLimits limits,
            Traffic traffic,
            Endings endings,
            List<Runnable> onStopping) {
        HttpServer http = new HttpServer(onStopping, limits, faults, traffic, endings);
        Map<String, Listener> byName = new LinkedHashMap<>();
        for (Listener listener : listeners) {
            byName.put(listener.name(), listener);
            http.add(listener);
        }
        Edge edge = new Edge(byName, rate, random, http.holding);
        // Requests under way when the server stops are let finish; late ones get 503.
        http.server.setHandler(new GracefulHandler(new org.eclipse.jetty.server.Handler.Abstract() {
            @Override
            public boolean handle(
                    org.eclipse.jetty.server.Request engine,
                    org.eclipse.jetty.server.Response answer,
                    Callback callback) {
                return edge.handle(engine, answer, callback);
            }
        }));
        http.server.setErrorHandler(new PlainErrors(random));
        try {
            http.open();
            http.server.start();
        } catch (StartFailure e) {
            http.close();
            throw e;
        } catch (Exception e) {
            http.close();
            throw new StartFailure("The HTTP server could not start: " + e.getMessage() + ".", e);
        }
        return http;
    }

    private void open() throws IOException {
        for (ServerConnector connector : connectors.values()) {
            try {
                connector.open();
            } catch (IOException e) {
                throw new StartFailure(bindSentence(connector, e), e);
            }
        }
    }

    private static String bindSentence(ServerConnector connector, IOException e) {
        Throwable cause = e.getCause() instanceof BindException bind ? bind : e;
        String where = connector.getHost() + ":" + connector.getPort();
        String why = String.valueOf(cause.getMessage());
        if (why.contains("in use")) {
            return "Port " + connector.getPort() + " is already in use (" + connector.getName()
                    + " listener); stop the other program or choose another with http." + connector.getName()
                    + "-port.";
        }
        return "Cannot listen on " + where + " (" + connector.getName() + " listener): " + why + ".";
    }

    private void add(Listener listener) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_BYTES_MAX);
        // No bare line feeds and no other old leniency (RFC 9112 §2.2): what others read otherwise is refused.
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        // An encoded slash is part of a name (an OCSP question in a path has them); which routes take it say Routes.
        UriCompliance paths =
                UriCompliance.DEFAULT.with("encoded-slash", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);
        configuration.setUriCompliance(
                listener.routes().forgives()
                        ? paths.with("empty-segments", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT)
                        : paths);
        // Which hosts are ours is asked of every request, and answered with 421: see Listener.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
        http2.setMaxConcurrentStreams(limits.streams());
        http2.setInitialStreamRecvWindow(WINDOW_BYTES);
        http2.setInitialSessionRecvWindow(WINDOW_BYTES);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslContextFactory.Server identity = tls(listener);
        SslConnectionFactory tls = new RatedHandshakes(identity, alpn.getProtocol(), handshakes(listener));
        ServerConnector connector =
                new Doorway(server, holding.connections(), tls, alpn, http2, http1, new FirstHttp(http1));
        if (listener.clientCertificate()) {
            connector.addBean(new Exporters());
        }
        connector.setName(listener.name());
        connector.setHost(listener.host());
        connector.setPort(listener.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        if (!listener.clientCertificate()) {
            connector.setAcceptedSendBufferSize(UNREAD_BYTES_MAX);
        }
        server.addConnector(connector);
        connectors.put(listener.name(), connector);
        identities.put(listener.name(), identity);
    }

    /** Where anybody may come, half of the processors stay with those who are known already and with the devices. */
    private static int handshakes(Listener listener) {
        int processors = Runtime.getRuntime().availableProcessors();
        return listener.clientCertificate() ? processors : Math.max(1, processors / 2);
    }

    /** New connections are shown this identity; those that are open keep theirs. */
    public void renew(String listener, SSLContext identity) {
        SslContextFactory.Server factory = identities.get(listener);
        if (factory == null) {
            throw new IllegalArgumentException("no listener " + listener);
        }
        try {
            factory.reload(reloaded -> reloaded.setSslContext(identity));
        } catch (Exception e) {
            throw new IllegalStateException("the identity of the listener " + listener + " could not be replaced", e);
        }
    }

    private static SslContextFactory.Server tls(Listener listener) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(listener.tls());
        factory.setIncludeProtocols(listener.tls12() ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"});
        factory.setExcludeCipherSuites("^.*_CBC_.*$", "^TLS_RSA_.*$", "^.*_(MD5|SHA|SHA1)$");
        factory.setSniRequired(false);
        factory.setWantClientAuth(listener.clientCertificate());
        return factory;
    }

    /** The port that is really listened on. */
    public int port(String listener) {
        ServerConnector connector = connectors.get(listener);
        if (connector == null) {
            throw new IllegalArgumentException("no listener " + listener);
        }
        return connector.getLocalPort();
    }

    /** Ends waits and event streams, lets requests under way finish for a moment, closes the ports. */
    @Override
    public void close() {
        stopping = true;
        onStopping.forEach(Runnable::run);
        holding.streams().forEach(EventWriter::end);
        try {
            server.stop();
        } catch (TimeoutException e) {
            // The engine has stopped all the same; whoever still read an answer or an event stream was cut off.
            LOG.info("Requests under way did not end within {} ms and were cut off", STOP_MILLIS);
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop cleanly", e);
        } finally {
            holding.patience().close();
        }
    }
}
