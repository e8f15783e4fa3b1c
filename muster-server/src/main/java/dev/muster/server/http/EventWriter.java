package dev.muster.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One event stream on the wire; no thread is held while it is open. */
final class EventWriter implements EventStream, Callback {
    /** What a client may be behind. News is an index, so this is a hundred of them. */
    private static final int BEHIND_CHARS_MAX = 8 * 1024;

    private final org.eclipse.jetty.server.Response engine;
    private final Exchange exchange;
    private final BooleanSupplier mayListen;
    private final Consumer<EventWriter> over;
    private final StringBuilder behind = new StringBuilder();
    private boolean writing;
    private boolean ended;
    private boolean endWritten;
    private Patience.@Nullable Wait wait;

    /**
     * @param mayListen asked again before anything is said: a session that ended hears no more
     * @param over told once nothing more can be written
     */
    EventWriter(
            org.eclipse.jetty.server.Response engine,
            Exchange exchange,
            BooleanSupplier mayListen,
            Consumer<EventWriter> over) {
        this.engine = engine;
        this.exchange = exchange;
        this.mayListen = mayListen;
        this.over = over;
    }

    @Override
    public boolean send(String id, String event, String data) {
        StringBuilder text = new StringBuilder();
        if (!id.isEmpty()) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(event).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        return put(text.append('\n').toString());
    }

    @Override
    public boolean heartbeat() {
        return put(":\n\n");
    }

    private boolean put(String text) {
        if (!mayListen.getAsBoolean()) {
            end();
            return false;
        }
        synchronized (this) {
            if (ended) {
                return false;
            }
            if (behind.length() + text.length() > BEHIND_CHARS_MAX) {
                ended = true;
                exchange.cut();
                return false;
            }
            behind.append(text);
        }
        write();
        return true;
    }

    @Override
    public void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        write();
    }

    /** Everything that is waiting goes as one write; its end comes back here. */
    private void write() {
        ByteBuffer bytes;
        boolean last;
        synchronized (this) {
            if (writing || endWritten || (behind.isEmpty() && !ended)) {
                return;
            }
            writing = true;
            last = ended;
            endWritten = last;
            bytes = ByteBuffer.wrap(behind.toString().getBytes(StandardCharsets.UTF_8));
            behind.setLength(0);
            wait = exchange.awaitPeer(bytes.remaining());
        }
        engine.write(last, bytes, this);
    }

    @Override
    public void succeeded() {
        boolean done;
        synchronized (this) {
            writing = false;
            exchange.peerDid(wait);
            done = endWritten;
        }
        if (done) {
            over.accept(this);
            exchange.finish(null);
        } else {
            write();
        }
    }

    @Override
    public void failed(Throwable gone) {
        synchronized (this) {
            ended = true;
            endWritten = true;
            exchange.peerDid(wait);
        }
        over.accept(this);
        exchange.finish(gone instanceof IOException io ? new UncheckedIOException(io) : gone);
    }
}
