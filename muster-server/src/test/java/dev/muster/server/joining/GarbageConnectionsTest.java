package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.joining.Site.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that bring nothing good, from many addresses, some of them held open, while an honest device joins again and
 * again. {@code ./muster test --tier garbage} does it with 100,000 of them.
 */
class GarbageConnectionsTest {
    private static final int CONNECTIONS = Integer.getInteger("muster.garbage.connections", 3_000);
    private static final int STRANGERS = 6;
    private static final int HELD = 20;
    private static final int CONNECT_MILLIS = 20_000;

    /**
     * So often the honest device joins while the strangers go on; each has the client's own patience, and no more is judged
     * of the time: a busy neighbour is no fault.
     */
    private static final int JOINS = 5;

    @TempDir
    Path data;

    @Test
    @Timeout(3_600)
    void theHonestDeviceGetsIn() throws Exception {
        Identity maker = Site.maker("Acme");
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            AtomicInteger left = new AtomicInteger(CONNECTIONS);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger brought = new AtomicInteger();
            int joined = 0;
            try (ExecutorService strangers = Executors.newFixedThreadPool(STRANGERS)) {
                for (int i = 0; i < STRANGERS; i++) {
                    int seed = i;
                    strangers.execute(() -> storm(site.device("/"), seed, left, over, brought));
                }
                try {
                    while (left.get() > 0 || joined < JOINS) {
                        String name = "cam-" + joined;
                        site.enrol(Site.factory(maker, "Acme", name), name);
                        joined++;
                    }
                } finally {
                    over.set(true);
                }
            }
            site.enrol(Site.factory(maker, "Acme", "cam-after"), "cam-after");
            System.out.println(brought.get() + " garbage connections, " + joined + " devices joined meanwhile");
            assertThat(joined).as("they joined while strangers went on").isGreaterThanOrEqualTo(JOINS);
            assertThat(brought.get()).as("the server took them").isGreaterThan(CONNECTIONS / 2);
        }
    }

    private static void storm(URI server, int seed, AtomicInteger left, AtomicBoolean over, AtomicInteger brought) {
        Random random = new Random(seed);
        Deque<Socket> held = new ArrayDeque<>();
        while (left.getAndDecrement() > 0 || !over.get()) {
            try {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(
                        InetAddress.getByAddress(new byte[] {127, 1, (byte) seed, (byte) (1 + random.nextInt(200))}),
                        0));
                socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
                brought.incrementAndGet();
                garbage(socket.getOutputStream(), random);
                held.add(socket);
                if (held.size() > HELD) {
                    held.removeFirst().close();
                }
            } catch (IOException refused) {
                // A server that turns strangers away does what it should.
            }
        }
        held.forEach(GarbageConnectionsTest::close);
    }

    private static void garbage(OutputStream out, Random random) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> out.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case 1 ->
                out.write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}); // a ClientHello that never ends
            case 2 -> out.write(new byte[] {0x16, 3, 3, (byte) 0xff, (byte) 0xff});
            case 3 -> {
                byte[] noise = new byte[1 + random.nextInt(4_000)];
                random.nextBytes(noise);
                out.write(noise);
            }
            default -> {
                // Says nothing.
            }
        }
        out.flush();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // It is what was wanted.
        }
    }
}
