package dev.muster.server.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * Every open connection, and whose it is. A connection begins as a stranger's; when there are too many of those the oldest
 * is ended, so that a newcomer always has a moment to be recognised. Thread-safe.
 */
final class Connections {
    /** Certificates that a door has recognised; the oldest is forgotten first, and only has to be recognised again. */
    private static final int RECOGNISED_MAX = 200_000;

    /** One open connection. */
    static final class Connected {
        private final EndPoint endPoint;
        private final @Nullable SocketAddress remote;
        private final String network;
        private volatile String certificate = "";
        private volatile boolean known;

        private Connected(EndPoint endPoint, @Nullable SocketAddress remote) {
            this.endPoint = endPoint;
            this.remote = remote;
            this.network = Connections.network(remote);
        }

        String network() {
            return network;
        }

        /** Whether somebody who knows has recognised who is at the other end. */
        boolean known() {
            return known;
        }

        /** Fingerprint of the recognised certificate; empty for strangers and people. */
        String certificate() {
            return certificate;
        }

        void close() {
            endPoint.close();
        }

        /** Whether the peer has ended its side while nobody read from it. */
        boolean hungUp() {
            return endPoint instanceof PeekedEndPoint peeked && peeked.hungUp();
        }
    }

    private final HttpLimits limits;
    private final Map<SocketAddress, Connected> open = new ConcurrentHashMap<>();

    /** An end that is closed no longer says where it was. */
    private final Map<EndPoint, Connected> byEnd = new ConcurrentHashMap<>();

    private final LinkedHashSet<Connected> strangers = new LinkedHashSet<>();
    private final Map<String, Integer> strangersOf = new HashMap<>();
    private final Map<String, Set<Connected>> ofCertificate = new HashMap<>();
    private final Map<String, Boolean> recognised = new LinkedHashMap<>();

    Connections(HttpLimits limits) {
        this.limits = limits;
    }

    void opened(EndPoint endPoint) {
        SocketAddress remote = endPoint.getRemoteSocketAddress();
        Connected fresh = new Connected(endPoint, remote);
        Deque<Connected> ended = new ArrayDeque<>();
        synchronized (this) {
            if (strangersOf.getOrDefault(fresh.network, 0) >= limits.strangersPerNetwork()) {
                ended.add(fresh);
            } else {
                if (strangers.size() >= limits.strangers()) {
                    ended.add(strangers.getFirst());
                    forget(strangers.getFirst());
                }
                strangers.add(fresh);
                strangersOf.merge(fresh.network, 1, Integer::sum);
                open.put(remote, fresh);
                byEnd.put(endPoint, fresh);
            }
        }
        ended.forEach(Connected::close);
    }

    void closed(EndPoint endPoint) {
        Connected gone = byEnd.remove(endPoint);
        if (gone != null) {
            if (gone.remote != null) {
                open.remove(gone.remote, gone);
            }
            synchronized (this) {
                forget(gone);
            }
        }
    }

    private void forget(Connected gone) {
        if (strangers.remove(gone)) {
            strangersOf.computeIfPresent(gone.network, (network, n) -> n == 1 ? null : n - 1);
        }
        Set<Connected> others = ofCertificate.get(gone.certificate);
        if (others != null && others.remove(gone) && others.isEmpty()) {
            ofCertificate.remove(gone.certificate);
        }
    }

    /** The connection with this other end; a stranger's that is not counted when it has just been closed. */
    Connected at(SocketAddress remote, EndPoint endPoint) {
        Connected found = open.get(remote);
        return found != null ? found : new Connected(endPoint, remote);
    }

    /** Whether a door has recognised this certificate before. */
    synchronized boolean recognises(String certificate) {
        return recognised.containsKey(certificate);
    }

    /** The connection is a recognised device's: it no longer counts as a stranger's. */
    void device(Connected connection, String certificate) {
        if (connection.known && connection.certificate.equals(certificate)) {
            return;
        }
        Connected oldest = null;
        synchronized (this) {
            forget(connection);
            recognised.putIfAbsent(certificate, true);
            if (recognised.size() > RECOGNISED_MAX) {
                recognised.remove(recognised.keySet().iterator().next());
            }
            connection.certificate = certificate;
            connection.known = true;
            Set<Connected> its = ofCertificate.computeIfAbsent(certificate, c -> new LinkedHashSet<>());
            its.add(connection);
            if (its.size() > limits.connectionsPerCertificate()) {
                oldest = its.iterator().next();
                forget(oldest);
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    /** The connection is of somebody whom the gate admitted. */
    void person(Connected connection) {
        if (!connection.known) {
            synchronized (this) {
                forget(connection);
                connection.known = true;
            }
        }
    }

    private static String network(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? Peer.network(inet.getAddress())
                : "";
    }

    synchronized int strangers() {
        return strangers.size();
    }
}
