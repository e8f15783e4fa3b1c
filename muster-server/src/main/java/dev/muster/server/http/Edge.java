package dev.muster.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.Callback;

/** Between the engine and the handlers: correlation id, accounts, rate limit, routing, the gate, the body, problems. */
final class Edge {
    private static final String PEER = "dev.muster.peer";

    private final Map<String, Listener> listeners;
    private final RateLimit rate;
    private final RandomGenerator random;
    private final Holding holding;

    Edge(Map<String, Listener> listeners, RateLimit rate, RandomGenerator random, Holding holding) {
        this.listeners = listeners;
        this.rate = rate;
        this.random = random;
        this.holding = holding;
    }

    boolean handle(
            org.eclipse.jetty.server.Request engine, org.eclipse.jetty.server.Response answer, Callback callback) {
        ConnectionMetaData connection = engine.getConnectionMetaData();
        Listener listener =
                Objects.requireNonNull(listeners.get(connection.getConnector().getName()));
        // A handler may wait longer than the connection may be idle (long poll); everything here has its own time
        // limit.
        engine.addIdleTimeoutListener(timeout -> false);
        EndPoint endPoint = connection.getConnection().getEndPoint();
        Connections.Connected connected = holding.connections().at(connection.getRemoteSocketAddress(), endPoint);
        Request bare = new Request(
                engine, peer(connection), correlationId(), listener.routes().forms());
        Exchange exchange = new Exchange(holding, connected, answer, callback, bare);
        try {
            enter(exchange, connected, bare.peer());
            begin(exchange, connected, listener, bare);
        } catch (Refused refused) {
            exchange.arriving(arrival(exchange, bare, 0, body -> {}), refused);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError fault) {
            exchange.answer(holding.refusals().refusal(fault, bare), Edge::always);
        }
        return true;
    }

    private Arrival arrival(Exchange exchange, Request bare, long bytesMax, Consumer<byte[]> complete) {
        return new Arrival(
                bare.engine(),
                bytesMax,
                exchange.share(),
                holding.patience(),
                holding.limits(),
                complete,
                refused -> exchange.answer(holding.refusals().refusal(refused, bare), Edge::always));
    }

    private String correlationId() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    /** Who is at the other end does not change while the connection lasts. */
    private static Peer peer(ConnectionMetaData connection) {
        if (connection.getAttribute(PEER) instanceof Peer known) {
            return known;
        }
        InetAddress address =
                connection.getRemoteSocketAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
                        ? inet.getAddress()
                        : InetAddress.getLoopbackAddress();
        EndPoint.SslSessionData tls = connection.getConnection().getEndPoint().getSslSessionData();
        Peer peer = tls == null
                ? Peer.of(address, List.of(), "", "", Optional.empty())
                : Peer.of(
                        address,
                        tls.peerCertificates() == null ? List.of() : Arrays.asList(tls.peerCertificates()),
                        tls.sslSession() == null ? "" : tls.sslSession().getProtocol(),
                        tls.sslSession() == null ? "" : tls.sslSession().getCipherSuite(),
                        Exporters.of(connection.getConnection().getEndPoint()));
        connection.setAttribute(PEER, peer);
        return peer;
    }

    private void enter(Exchange exchange, Connections.Connected connected, Peer peer) {
        if (!connected.known()
                && !peer.certificates().isEmpty()
                && holding.connections().recognises(peer.fingerprint())) {
            holding.connections().device(connected, peer.fingerprint());
        }
        if (!connected.certificate().isEmpty()) {
            exchange.moveTo(holding.devices(), connected.certificate());
        } else {
            exchange.moveTo(connected.known() ? holding.people() : holding.strangers(), peer.network());
        }
        if (!rate.admits(payer(connected, peer))) {
            throw Problem.of(429, "too-many-requests", "Too many requests from this address.")
                    .refuse("retry-after", "1");
        }
    }

    private static String payer(Connections.Connected connected, Peer peer) {
        return connected.certificate().isEmpty() ? peer.network() : connected.certificate();
    }

    private void begin(Exchange exchange, Connections.Connected connected, Listener listener, Request bare) {
        if (!listener.serves(bare.host())) {
            throw Problem.of(421, "misdirected", "This server is not the host that was asked for.")
                    .refuse();
        }
        var match = listener.routes().match(bare.method(), bare.path());
        if (match.isEmpty()) {
            throw unrouted(listener.routes().methodsAt(bare.path()));
        }
        Routes.Route route = match.get().route();
        Request request = bare.routed(route.template(), match.get().parameters(), exchange);
        exchange.routed(request);
        request.through(listener.gate());
        Caller caller = listener.gate().admit(request, route.need());
        request.admitted(caller);
        if (!caller.equals(Caller.NOBODY)) {
            exchange.admitted(caller);
        }
        BooleanSupplier mayListen = () -> admits(listener.gate(), request, route.need());
        boolean read = bare.method().equals("GET") || bare.method().equals("HEAD");
        Runnable handling =
                () -> exchange.answer(read ? watched(route, request, connected) : respond(route, request), mayListen);
        if (route.accepts().stream()) {
            request.streaming(holding.patience(), holding.limits(), exchange);
            holding.uploads().run(handling);
            return;
        }
        exchange.arriving(arrival(exchange, bare, route.accepts().bytes(), body -> {
            rate.brought(payer(connected, bare.peer()), body.length);
            request.arrived(body);
            exchange.share().run(handling);
        }));
    }

    /** Answers that are no event streams: nobody listens. */
    private static boolean always() {
        return true;
    }

    private static boolean admits(Gate gate, Request request, Need need) {
        try {
            gate.admit(request, need);
            return true;
        } catch (Refused signedOut) {
            return false;
        }
    }

    /** What is read for a caller who goes away meanwhile is not read to its end. */
    private Response watched(Routes.Route route, Request request, Connections.Connected connected) {
        Endings.Ending ending = holding.endings().begin();
        try (Watch _ = new Watch(holding, connected, request.engine(), ending)) {
            return ending.during(() -> respond(route, request));
        }
    }

    private Response respond(Routes.Route route, Request request) {
        try {
            return request.acting().during(() -> Pages.written(route.handler().handle(request), request));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError fault) {
            // A class that is not there, or input nested deeper than the stack, ends this request and not the server.
            return holding.refusals().refusal(fault, request);
        }
    }

    private static Refused unrouted(Set<String> methods) {
        if (methods.isEmpty()) {
            return Problem.notFound().refuse();
        }
        return Problem.of(405, "method-not-allowed", "This path does not know that method.")
                .refuse("allow", String.join(", ", methods));
    }
}
