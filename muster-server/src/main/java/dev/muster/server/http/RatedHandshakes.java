package dev.muster.server.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS whose handshakes are worked on a few at a time: each costs milliseconds of a processor, anybody may begin one, and a
 * thousand of them must leave processors for those who are through. Nobody holds a place by being slow: between two
 * messages of a handshake it is free.
 */
final class RatedHandshakes extends SslConnectionFactory {
    private final int most;
    private final Queue<Rated> waiting = new ArrayDeque<>();
    private int now;

    /** @param most how many are worked on at once */
    RatedHandshakes(SslContextFactory.Server identity, String next, int most) {
        super(identity, next);
        this.most = most;
    }

    @Override
    protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
        return new Rated(connector, endPoint, engine);
    }

    /** One connection, which is rated until its handshake is over: what is asked over it then is not. */
    private final class Rated extends SslConnection {
        private final Executor pool;
        private final AtomicBoolean holds = new AtomicBoolean();
        private volatile boolean through;

        private Rated(Connector connector, EndPoint endPoint, SSLEngine engine) {
            super(
                    connector.getByteBufferPool(),
                    connector.getExecutor(),
                    getSslContextFactory(),
                    endPoint,
                    engine,
                    isDirectBuffersForEncryption(),
                    isDirectBuffersForDecryption());
            this.pool = connector.getExecutor();
        }

        @Override
        public void onOpen() {
            addHandshakeListener(new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                    through = true;
                    // The last message may bring the first request, which is handled by the same call.
                    leave(Rated.this);
                }
            });
            super.onOpen();
        }

        @Override
        public void onFillable() {
            if (through) {
                super.onFillable();
            } else {
                enter(this);
            }
        }

        private void work() {
            holds.set(true);
            try {
                super.onFillable();
            } finally {
                leave(this);
            }
        }
    }

    /** Here and now when there is a place, else when one is left. */
    private void enter(Rated connection) {
        synchronized (this) {
            if (now >= most) {
                waiting.add(connection);
                return;
            }
            now++;
        }
        connection.work();
    }

    private void leave(Rated connection) {
        if (!connection.holds.compareAndSet(true, false)) {
            return;
        }
        Rated next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                now--;
            }
        }
        if (next != null) {
            next.pool.execute(next::work);
        }
    }
}
