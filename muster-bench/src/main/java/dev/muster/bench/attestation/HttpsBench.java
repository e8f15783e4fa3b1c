package dev.muster.bench.attestation;

import dev.muster.bench.server.KeptAlive;
import dev.muster.bench.server.ServerProcess;
import dev.muster.bench.server.Trash;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.PinnedTls;
import dev.muster.cli.maker.MakerKey;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/**
 * PSA tokens over connections that are kept, each answered by a signed result: Veraison's API, where nothing is recorded, so
 * that signatures, HTTP and TLS are all there is. By the processor time of the server's process without its compilers, beside one
 * verification and one signature in this process.
 */
final class HttpsBench {
    private static final int CONNECTIONS = 16;
    private static final int SIGNATURES = 2_000;
    private static final Duration SESSION = Duration.ofSeconds(60);

    private HttpsBench() {}

    static void run(Duration time) throws Exception {
        Path data = Files.createTempDirectory("muster-https-");
        List<String> settings = new ArrayList<>(ServerProcess.NO_QUOTAS);
        settings.add("access.open-verification=yes");
        try (ServerProcess server = ServerProcess.start(System.getProperty("java.class.path"), data, settings)) {
            PsaFixture psa = new PsaFixture(1);
            URI console = publish(server, psa);
            SSLContext tls = PinnedTls.trusting(new DataDir(server.data()).tlsCa());
            turn(console, tls, psa, time.multipliedBy(2));
            double before = server.processorSeconds();
            double compiled = server.compilerSeconds();
            long count = turn(console, tls, psa, time);
            double each = (server.processorSeconds() - before - (server.compilerSeconds() - compiled)) * 1e6 / count;
            double limit = limit(psa);
            System.out.printf(
                    Locale.ROOT,
                    "HTTPS kept alive, %d connections: %d tokens in %d s, each answered by a signed result  %.0f us of"
                            + " the server's processor; verify + sign  %.0f us; %.0f %% of the limit (goal 40)%n",
                    CONNECTIONS,
                    count,
                    time.toSeconds(),
                    each,
                    limit,
                    100 * limit / each);
        } finally {
            Trash.remove(data);
        }
    }

    /** Gives the address of its console. */
    private static URI publish(ServerProcess server, PsaFixture psa) throws IOException {
        Instant since = Instant.now().minusSeconds(60);
        MakerKey maker = MakerKey.create("Acme", since, new SecureRandom());
        try (ApiClient api = ApiClient.open(new DataDir(server.data()))) {
            api.post("/api/v1/demo/makers", Map.of("maker", "Acme", "key", maker.publicKeyPem()));
            byte[] signed = SignedCorim.sign(psa.manifest(), "Acme", "psa", Optional.empty(), maker.references());
            api.send("/api/v1/demo/references", "POST", "application/rim+cose", signed);
            return api.server();
        }
    }

    private static long turn(URI console, SSLContext tls, PsaFixture psa, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long count = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(pool.submit(() -> ask(console, tls, psa, end)));
            }
            for (Future<Long> one : running) {
                count += one.get();
            }
        }
        return count;
    }

    private static long ask(URI console, SSLContext tls, PsaFixture psa, long end) throws IOException {
        String door = "/veraison/demo/challenge-response/v1/";
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(PsaFixture.NONCE);
        try (KeptAlive http = new KeptAlive(tls, console)) {
            String session = "";
            long renewed = 0;
            long done = 0;
            while (System.nanoTime() - end < 0) {
                // A session ends after two and a half minutes.
                if (session.isEmpty() || System.nanoTime() - renewed > SESSION.toNanos()) {
                    http.post(door + "newSession?nonce=" + nonce, "application/octet-stream", new byte[0]);
                    session = door + http.location();
                    renewed = System.nanoTime();
                }
                byte[] answer = http.post(session, PsaFixture.MEDIA_TYPE, psa.token);
                if (done++ == 0 && !new String(answer, StandardCharsets.UTF_8).contains("\"complete\"")) {
                    throw new IOException(new String(answer, StandardCharsets.UTF_8));
                }
            }
            return done;
        }
    }

    /** Microseconds of one verification and one signature, the least of several turns. */
    private static double limit(PsaFixture psa) throws Exception {
        Crypto crypto = Crypto.standard();
        byte[] message = psa.token;
        byte[] signature = crypto.sign(SignatureScheme.ECDSA_P256_SHA256, psa.key.getPrivate(), message);
        double least = Double.MAX_VALUE;
        for (int turn = 0; turn < 5; turn++) {
            long nanos = Turns.nanos(
                    () -> crypto.verify(SignatureScheme.ECDSA_P256_SHA256, psa.key.getPublic(), message, signature)
                            && crypto.sign(SignatureScheme.ECDSA_P256_SHA256, psa.key.getPrivate(), message).length > 0,
                    SIGNATURES);
            least = Math.min(least, nanos / 1e3 / SIGNATURES);
        }
        return least;
    }
}
