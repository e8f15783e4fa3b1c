package dev.muster.bench.joining;

import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.state.Credential;
import dev.muster.bench.server.KeptAlive;
import dev.muster.bench.server.ServerProcess;
import dev.muster.bench.server.Trash;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.maker.ManufacturerCa;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * EST's simpleenroll, durable in the ledger, by the processor time of the server. A connection that stays open is that of a
 * helper with a certificate of its own which brings a one-time token for each new device; on a fresh connection each
 * device shows its factory certificate.
 */
final class EnrolmentBench implements AutoCloseable {
    private static final String MAKER = "Acme";
    private static final String MODEL = "AC-1";
    private static final String PRODUCT = "acme-cam";
    private static final int CONNECTIONS = 16;
    private static final double OPEN_GOAL = 0.40;
    private static final double FRESH_GOAL = 0.30;

    private final SecureRandom random = new SecureRandom();
    private final ManufacturerCa factory =
            ManufacturerCa.create(MAKER, Instant.now().minusSeconds(60), random);
    private final ManufacturerCa helpers =
            ManufacturerCa.create("Helpers", Instant.now().minusSeconds(60), random);
    private final ServerProcess server;
    private final ApiClient api;
    private final URI doors;
    private final List<X509Certificate> anchors;
    private int devices;

    private EnrolmentBench(ServerProcess server) throws IOException {
        this.server = server;
        DataDir data = new DataDir(server.data());
        api = ApiClient.open(data);
        String json = Files.readString(server.data().resolve("server.json"));
        String at = json.substring(json.indexOf("\"device\"") + "\"device\"".length());
        doors = URI.create(at.substring(at.indexOf('"') + 1, at.indexOf('"', at.indexOf('"') + 1)));
        anchors = Credential.certificates(data.tlsCa());
        Instant since = Instant.now().minusSeconds(60);
        api.post(
                "/api/v1/demo/products",
                Map.of(
                        "id",
                        PRODUCT,
                        "name",
                        "Acme camera",
                        "maker",
                        MAKER,
                        "model",
                        MODEL,
                        "supportFrom",
                        since.toString(),
                        "supportUntil",
                        since.plus(Duration.ofDays(1000)).toString()));
        String anchor = new Pem("CERTIFICATE", CertificateReader.encoded(factory.certificate())).encode();
        api.post("/api/v1/demo/anchors", Map.of("maker", MAKER, "certificate", anchor));
    }

    static EnrolmentBench start(Path dir, String classPath) throws Exception {
        Path data = Files.createTempDirectory(dir, "muster-joining-");
        return new EnrolmentBench(ServerProcess.start(classPath, data, ServerProcess.NO_QUOTAS));
    }

    void run(Primitives raw, int count) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "limit: verify %.1f µs, sign %.1f µs, agree %.1f µs: %.1f µs for an enrolment, %.1f µs with a"
                        + " handshake%n",
                raw.verify(),
                raw.sign(),
                raw.agree(),
                raw.enrolment(),
                raw.enrolmentWithHandshake());
        open(count); // what has run that often is compiled
        say("simpleenroll on open connections", open(count), raw.enrolment(), OPEN_GOAL);
        fresh(count);
        say("simpleenroll with a fresh handshake", fresh(count), raw.enrolmentWithHandshake(), FRESH_GOAL);
    }

    /**
     * How many, in which time by the clock, and with how much processor of the server.
     *
     * @param compilerSeconds spent on compiling methods meanwhile, not in {@code serverSeconds}
     */
    private record Measured(long count, double seconds, double serverSeconds, double compilerSeconds) {}

    private Measured open(int count) throws Exception {
        List<byte[]> requests = new ArrayList<>(count);
        List<String> credentials = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String id = "tok-" + devices++;
            String token = api.post("/api/v1/demo/joining/tokens", Map.of("device", id, "product", PRODUCT))
                    .path("token")
                    .asString();
            credentials.add("Basic "
                    + Base64.getEncoder().encodeToString((id + ":" + token).getBytes(StandardCharsets.US_ASCII)));
            requests.add(request(id));
        }
        List<KeptAlive> open = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Credential own = helpers.idevid("H-1", "helper-" + i + "-" + devices);
            open.add(new KeptAlive(DeviceTls.context(own.key(), own.chain(), anchors), doors));
        }
        AtomicInteger next = new AtomicInteger();
        AtomicInteger connection = new AtomicInteger();
        Measured measured = timed(count, () -> {
            KeptAlive own = open.get(connection.getAndIncrement());
            for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                own.post(
                        EstMessage.path("demo", EstMessage.SIMPLE_ENROLL),
                        EstMessage.PKCS10 + "\r\nAuthorization: " + credentials.get(n),
                        requests.get(n));
            }
        });
        for (KeptAlive each : open) {
            each.close();
        }
        return measured;
    }

    private Measured fresh(int count) throws Exception {
        List<byte[]> requests = new ArrayList<>(count);
        List<Credential> identities = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String id = "cam-" + devices++;
            identities.add(factory.idevid(MODEL, id));
            requests.add(request(id));
        }
        AtomicInteger next = new AtomicInteger();
        return timed(count, () -> {
            for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                Credential own = identities.get(n);
                try (KeptAlive one = new KeptAlive(DeviceTls.context(own.key(), own.chain(), anchors), doors)) {
                    one.post(EstMessage.path("demo", EstMessage.SIMPLE_ENROLL), EstMessage.PKCS10, requests.get(n));
                }
            }
        });
    }

    private byte[] request(String id) {
        KeyPair keys = Keys.generateP256(random);
        return EstBase64.encode(CertificationRequest.create(SubjectName.device("demo", id), keys)
                .encode());
    }

    private interface Work {
        void run() throws Exception;
    }

    private Measured timed(int count, Work work) throws Exception {
        double before = server.processorSeconds();
        double compiled = server.compilerSeconds();
        long from = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(pool.submit(() -> {
                    work.run();
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        compiled = server.compilerSeconds() - compiled;
        return new Measured(count, seconds, server.processorSeconds() - before - compiled, compiled);
    }

    private static void say(String what, Measured measured, double limit, double goal) {
        double micros = measured.serverSeconds() * 1e6 / measured.count();
        System.out.printf(
                Locale.ROOT,
                "%s: %d in %.1f s, %.0f a second; %.0f µs of the server's processor each and %.0f of"
                        + " its compilers; %.0f a second and core: %.1f"
                        + " %% of the limit, goal at least %.0f %%: %s%n",
                what,
                measured.count(),
                measured.seconds(),
                measured.count() / measured.seconds(),
                micros,
                measured.compilerSeconds() * 1e6 / measured.count(),
                1e6 / micros,
                100 * limit / micros,
                100 * goal,
                JoiningBench.met(limit / micros >= goal));
    }

    @Override
    public void close() throws IOException {
        api.close();
        server.close();
        Trash.remove(server.data());
    }
}
