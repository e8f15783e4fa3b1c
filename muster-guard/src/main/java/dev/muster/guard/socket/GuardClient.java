package dev.muster.guard.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Asks the guard; when it died and another took its place, it is asked anew. Thread-safe. */
public final class GuardClient implements AutoCloseable {
    /** Another guard is there within a second or two; a slow machine takes longer. */
    private static final int TRIES = 40;

    private static final long PAUSE_MILLIS = 250;

    private final Path socket;
    private final int tries;
    private @Nullable SocketChannel channel;

    /** Waits for a guard that is being replaced. */
    public GuardClient(Path socket) {
        this(socket, TRIES);
    }

    /** @param tries how often it is looked for before it is called away */
    public GuardClient(Path socket, int tries) {
        this.socket = socket;
        this.tries = tries;
    }

    /**
     * Asks. A question that was sent and not answered is asked again: each may be asked twice.
     *
     * @throws IOException when there is no guard, or it refuses
     */
    public synchronized Say ask(Ask ask) throws IOException {
        IOException away = new IOException("there is no guard at " + socket);
        for (int attempt = 0; attempt < tries; attempt++) {
            try {
                SocketChannel to = connected();
                Wire.send(to, Ask.class, ask);
                Say said = Wire.receive(to, Say.class).orElseThrow(() -> new IOException("the guard went away"));
                if (said instanceof Say.Refused refused) {
                    throw new GuardRefused(refused);
                }
                return said;
            } catch (GuardRefused no) {
                throw no;
            } catch (IOException e) {
                away = e;
                close();
                pause();
            }
        }
        throw away;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while the guard was away");
        }
    }

    private SocketChannel connected() throws IOException {
        if (channel == null) {
            SocketChannel fresh = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                fresh.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                fresh.close();
                throw e;
            }
            channel = fresh;
        }
        return channel;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
