package dev.muster.bench.update;

import dev.muster.agent.state.Credential;
import dev.muster.bench.server.KeptAlive;
import dev.muster.bench.server.ServerProcess;
import dev.muster.bench.server.Trash;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Devices that poll by hawkBit's device API over kept-alive TLS connections, against a server of its own process: polls a
 * second by the clock and by the server's processor, what the server holds in memory for a registered device, and how long a
 * rollout over all of them takes to be there. The load comes from this machine and shares its processors.
 */
final class PollBench {
    private static final int CONNECTIONS = 16;

    /** Polls of one connection that are kept. */
    private static final int MOST_POLLS = 1 << 18;

    private PollBench() {}

    /** @param seconds of polling */
    static void run(int devices, int seconds) throws Exception {
        Path folder = Files.createTempDirectory("muster-polls");
        try {
            Path data = folder.resolve("data");
            String classPath = System.getProperty("java.class.path");
            String token;
            try (ServerProcess server = ServerProcess.start(classPath, data, ServerProcess.NO_QUOTAS);
                    ApiClient api = ApiClient.open(new DataDir(data))) {
                token = PolledFleet.begin(api);
                server.stop();
            }
            long empty = resident(classPath, data, token, 1, 2);
            double filled = PolledFleet.fill(data, devices);
            System.out.printf("%,d devices put into the registers in %.1f s%n", devices, filled);
            long full = resident(classPath, data, token, devices, seconds);
            System.out.printf(
                    "memory: %,d MiB with one device, %,d MiB with %,d: %,d bytes for each (goal 300)%n",
                    empty >> 20, full >> 20, devices, Math.max(0, full - empty) / devices);
        } finally {
            Trash.remove(folder);
        }
    }

    /** Polls, starts a rollout where there are many devices, and says what memory is held after that. */
    private static long resident(String classPath, Path data, String token, int devices, int seconds) throws Exception {
        Files.deleteIfExists(data.resolve("server.json"));
        try (ServerProcess server = ServerProcess.start(classPath, data, ServerProcess.NO_QUOTAS)) {
            // The first seconds are the compiler's.
            poll(server, token, devices, 2, false);
            poll(server, token, devices, seconds, devices > 1);
            server.collectGarbage();
            long bytes = server.residentBytes();
            if (devices > 1) {
                try (ApiClient api = ApiClient.open(new DataDir(data))) {
                    PolledFleet.rollOut(api, devices);
                }
                poll(server, token, devices, seconds, true);
            }
            server.stop();
            return bytes;
        }
    }

    private static void poll(ServerProcess server, String token, int devices, int seconds, boolean told)
            throws Exception {
        URI doors = doors(server.data());
        SSLContext tls = tls(server.data());
        double used = server.processorSeconds();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        AtomicInteger next = new AtomicInteger();
        List<long[]> times = all(CONNECTIONS, () -> {
            long[] nanos = new long[MOST_POLLS];
            int done = 0;
            try (KeptAlive connection = new KeptAlive(tls, doors)) {
                while (System.nanoTime() < end && done < nanos.length) {
                    long begin = System.nanoTime();
                    int device = Math.floorMod(next.getAndAdd(7919), devices);
                    connection.get(
                            "/" + PolledFleet.ORG + "/controller/v1/" + PolledFleet.id(device),
                            "GatewayToken " + token);
                    nanos[done++] = System.nanoTime() - begin;
                }
            }
            return Arrays.copyOf(nanos, done);
        });
        long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        double processor = server.processorSeconds() - used;
        if (told) {
            System.out.printf(
                    "%,d polls in %d s over %d connections: %,.0f a second (goal 10,000), p50 %.1f ms, p99 %.1f ms;"
                            + " %.0f us of the server's processor for one%n",
                    sorted.length,
                    seconds,
                    CONNECTIONS,
                    sorted.length / (double) seconds,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[(int) (sorted.length * 99L / 100)] / 1e6,
                    processor * 1e6 / sorted.length);
        }
    }

    private static List<long[]> all(int threads, Callable<long[]> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(work));
            }
            List<long[]> results = new ArrayList<>();
            for (Future<long[]> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static URI doors(Path data) throws IOException {
        String json = Files.readString(data.resolve("server.json"));
        String at = json.substring(json.indexOf("\"device\"") + "\"device\"".length());
        return URI.create(at.substring(at.indexOf('"') + 1, at.indexOf('"', at.indexOf('"') + 1)));
    }

    private static SSLContext tls(Path data) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        int n = 0;
        for (X509Certificate anchor : Credential.certificates(new DataDir(data).tlsCa())) {
            anchors.setCertificateEntry("ca" + n++, anchor);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
