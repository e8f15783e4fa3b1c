package dev.muster.server.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
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
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int now;

    /** @param most how many are worked on at once */
    RatedHandshakes(SslContextFactory.Server identity, String next, int most) {
        super(identity, next);
        this.most = most;
    }

    @Override
    protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
        SslContextFactory.Server identity = getSslContextFactory();
        return new SslConnection(
                connector.getByteBufferPool(),
                connector.getExecutor(),
                identity,
                endPoint,
                engine,
                isDirectBuffersForEncryption(),
                isDirectBuffersForDecryption()) {
            private volatile boolean through;

            @Override
            public void onOpen() {
                addHandshakeListener(new SslHandshakeListener() {
                    @Override
                    public void handshakeSucceeded(Event event) {
                        through = true;
                    }
                });
                super.onOpen();
            }

            @Override
            public void onFillable() {
                if (through) {
                    super.onFillable();
                } else {
                    work(super::onFillable, connector.getExecutor());
                }
            }
        };
    }

    /** Here and now when there is a place, else when one is left. */
    private void work(Runnable message, Executor pool) {
        synchronized (this) {
            if (now >= most) {
                waiting.add(message);
                return;
            }
            now++;
        }
        workCounted(message, pool);
    }

    private void workCounted(Runnable message, Executor pool) {
        try {
            message.run();
        } finally {
            Runnable next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    now--;
                }
            }
            if (next != null) {
                pool.execute(() -> workCounted(next, pool));
            }
        }
    }
}
