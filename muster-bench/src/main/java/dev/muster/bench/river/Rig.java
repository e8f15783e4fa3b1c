package dev.muster.bench.river;

import dev.muster.agent.state.Credential;
import dev.muster.bench.server.ServerProcess;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.maker.MakerKey;
import dev.muster.cli.maker.ReleaseFiles;
import dev.muster.fleet.maker.Firmware;
import dev.muster.fleet.maker.ManufacturerCa;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A maker, a product and devices at one server. */
final class Rig implements AutoCloseable {
    static final String MAKER = "Acme";
    static final String MODEL = "AC-1";
    static final String PRODUCT = "acme-cam";
    static final String VERSION = "1.0.0";

    private final SecureRandom random = new SecureRandom();
    private final Instant since = Instant.now().minusSeconds(60);
    private final ManufacturerCa factory = ManufacturerCa.create(MAKER, since, random);
    private final SlotMeasurement files = Firmware.build(PRODUCT, VERSION, 7).measurement();
    private final List<Device> devices = new ArrayList<>();
    private final ServerProcess server;
    private final ApiClient api;
    private final URI doors;
    private final List<X509Certificate> anchors;

    /** How many operations, in which time by the clock, and with how much processor of the server and of its compilers. */
    record Measured(long count, double seconds, double serverSeconds, double compilerSeconds, long tokenBytes) {
        double perSecond() {
            return count / seconds;
        }

        double serverMicros() {
            return (serverSeconds - compilerSeconds) * 1e6 / count;
        }

        double compilerMicros() {
            return compilerSeconds * 1e6 / count;
        }
    }

    Rig(ServerProcess server) throws IOException {
        this.server = server;
        DataDir data = new DataDir(server.data());
        api = ApiClient.open(data);
        String json = Files.readString(server.data().resolve("server.json"));
        String at = json.substring(json.indexOf("\"device\"") + "\"device\"".length());
        doors = URI.create(at.substring(at.indexOf('"') + 1, at.indexOf('"', at.indexOf('"') + 1)));
        anchors = Credential.certificates(data.tlsCa());
        MakerKey maker = MakerKey.create(MAKER, since, random);
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
        api.post("/api/v1/demo/makers", Map.of("maker", MAKER, "key", maker.publicKeyPem()));
        api.send(
                "/api/v1/demo/references",
                "POST",
                "application/rim+cose",
                new ReleaseFiles(PRODUCT, MODEL, "acme.example", VERSION, 1)
                        .references(maker, files, Optional.empty()));
    }

    /** Registers devices, unmeasured, and enrols them from this many connections at a time. */
    Measured enrol(int count, int connections) throws Exception {
        int from = devices.size();
        for (int n = from; n < from + count; n++) {
            String id = "cam-%05d".formatted(n);
            api.post("/api/v1/demo/devices", Map.of("id", id, "product", PRODUCT));
            devices.add(new Device(id, doors, anchors, random));
        }
        AtomicInteger next = new AtomicInteger(from);
        return timed(connections, () -> {
            long done = 0;
            for (int n = next.getAndIncrement(); n < from + count; n = next.getAndIncrement()) {
                devices.get(n).enrol(factory);
                done++;
            }
            return done;
        });
    }

    /** Challenge and evidence, again and again, each connection that of another device. */
    Measured attest(int connections, Duration time) throws Exception {
        for (Device device : devices.subList(0, connections)) {
            device.connect();
        }
        long end = System.nanoTime() + time.toNanos();
        AtomicInteger next = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        Measured measured = timed(connections, () -> {
            Device device = devices.get(next.getAndIncrement());
            long done = 0;
            while (System.nanoTime() - end < 0) {
                bytes.set(device.attest(files));
                done++;
            }
            return done;
        });
        for (Device device : devices.subList(0, connections)) {
            device.close();
        }
        return new Measured(
                measured.count(),
                measured.seconds(),
                measured.serverSeconds(),
                measured.compilerSeconds(),
                bytes.get());
    }

    /** One evidence of every device that has joined. */
    void attestAll(int rounds) throws Exception {
        AtomicInteger next = new AtomicInteger();
        timed(16, () -> {
            long done = 0;
            for (int n = next.getAndIncrement(); n < devices.size(); n = next.getAndIncrement()) {
                try (Device device = devices.get(n)) {
                    device.connect();
                    for (int i = 0; i < rounds; i++) {
                        device.attest(files);
                        done++;
                    }
                }
            }
            return done;
        });
    }

    private interface Work {
        long run() throws Exception;
    }

    private Measured timed(int threads, Work work) throws Exception {
        double before = server.processorSeconds();
        double compiled = server.compilerSeconds();
        long from = System.nanoTime();
        long count = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(work::run));
            }
            for (Future<Long> one : running) {
                count += one.get();
            }
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        return new Measured(count, seconds, server.processorSeconds() - before, server.compilerSeconds() - compiled, 0);
    }

    ApiClient api() {
        return api;
    }

    @Override
    public void close() {
        api.close();
    }
}
