package dev.muster.bench.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Everything at once, for as long as it is open. Each kind has a few threads of its own, whatever the server does to it. */
final class Attack implements AutoCloseable {
    private static final int ADDRESSES = 16;
    private static final int OPENERS = 4;
    private static final Duration DRIP = Duration.ofSeconds(5);

    private final Doors doors;
    private final SSLContext tls;
    private final BlockingQueue<SSLSocket> open = new LinkedBlockingQueue<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private volatile boolean over;

    Attack(Doors doors, SSLContext tls) {
        this.doors = doors;
        this.tls = tls;
    }

    /** What came of it, by word. */
    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((word, count) -> all.put(word, count.sum()));
        return all;
    }

    private void count(String word) {
        counts.computeIfAbsent(word, w -> new LongAdder()).increment();
    }

    /** Connections that ask for the style sheet again and again and read nothing. */
    void slowReaders(int connections) {
        String ask = "GET /assets/console.css HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(200);
        hold("reader", connections, ask);
    }

    /** Connections that announce a statement and send a byte of it now and then. */
    void slowWriters(int connections) {
        hold(
                "writer",
                connections,
                "POST /scitt/demo/entries HTTP/1.1\r\nhost: localhost\r\ncontent-length: 60000\r\n\r\n");
    }

    private void hold(String kind, int connections, String said) {
        for (int opener = 0; opener < OPENERS; opener++) {
            int first = opener;
            Thread.ofVirtual().start(() -> {
                for (int i = first; i < connections && !over; i += OPENERS) {
                    try {
                        SSLSocket socket = connect(i % ADDRESSES);
                        open.add(socket);
                        Thread.ofVirtual().start(() -> drip(kind, socket, said));
                        count(kind + "s connected");
                    } catch (IOException refused) {
                        count(kind + "s refused");
                    }
                }
            });
        }
    }

    private void drip(String kind, SSLSocket socket, String said) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(said.getBytes(StandardCharsets.US_ASCII));
            while (!over) {
                Thread.sleep(DRIP);
                out.write(kind.equals("writer") ? 'x' : '\r');
                out.flush();
            }
        } catch (IOException cut) {
            count(kind + "s cut off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SSLSocket connect(int address) throws IOException {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(4096);
        plain.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + address)), 0));
        plain.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), doors.console("/").getPort()),
                (int) Duration.ofSeconds(20).toMillis());
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        socket.startHandshake();
        return socket;
    }

    /** Statements of somebody whom nobody trusts, evenly over the time. */
    void statements(int statements, Duration time) {
        Strangers stranger = Strangers.create();
        Thread.ofVirtual().start(() -> {
            try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
                long began = System.nanoTime();
                for (int i = 0; i < statements && !over; i++) {
                    long due = began + time.toNanos() * i / statements;
                    Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                    var _ = client.sendAsync(
                                    HttpRequest.newBuilder(doors.console("/scitt/demo/entries"))
                                            .header("content-type", "application/cose")
                                            .POST(BodyPublishers.ofByteArray(stranger.statement(i)))
                                            .build(),
                                    BodyHandlers.discarding())
                            .handle((answer, gone) -> {
                                count("statements answered "
                                        + (answer == null ? "nothing" : Integer.toString(answer.statusCode())));
                                return true;
                            });
                }
                Thread.sleep(Duration.ofSeconds(1));
                client.shutdownNow();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A device that attests without a pause, with as much as is taken. */
    void greedy(HonestDevice device, int files) {
        Thread.ofVirtual().start(() -> {
            while (!over) {
                count(device.attest(files).isPresent() ? "greedy evidence taken" : "greedy evidence refused");
            }
        });
    }

    /** Auditors who ask for everything to be decided again, all at once. */
    void replays(int auditors, String token) {
        for (int i = 0; i < auditors; i++) {
            Thread.ofVirtual().start(() -> {
                try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
                    answered(() -> client.send(
                                    HttpRequest.newBuilder(doors.console("/api/v1/demo/log/replay"))
                                            .header("authorization", "Bearer " + token)
                                            .POST(BodyPublishers.noBody())
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode());
                }
            });
        }
    }

    private void answered(Callable<Integer> replay) {
        try {
            count("replays answered " + replay.call());
        } catch (Exception gone) {
            count("replays answered nothing");
        }
    }

    @Override
    public void close() {
        over = true;
        for (SSLSocket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It was cut off before.
            }
        }
    }
}
