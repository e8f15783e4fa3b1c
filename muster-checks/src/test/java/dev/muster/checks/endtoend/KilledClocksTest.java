package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.muster.cli.api.ApiClient;
import dev.muster.testing.Authority;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process is killed (SIGKILL) while a message waits and a clock runs: after the next start the message arrives
 * under the id that it had, and what fell due meanwhile is done, once.
 */
class KilledClocksTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    /** Longer than a slow machine needs for what comes before the kill. */
    private static final int DUE_SECONDS = 20;

    private static final char[] NO_PASSWORD = new char[0];

    @TempDir
    private Path dir;

    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(503);

    private HttpsServer receiver(Path authorityFile) throws Exception {
        Instant since = Instant.now().minus(Duration.ofDays(1));
        Authority authority = Authority.root("CN=Receivers", since);
        Authority.Identity identity = authority.identity("CN=localhost", since);
        Files.writeString(authorityFile, Authority.pem(authority.certificate()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "me",
                identity.keys().getPrivate(),
                NO_PASSWORD,
                identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static ApiClient api(Path data, int port) throws IOException {
        return ApiClient.to(
                URI.create("https://localhost:" + port),
                data.resolve("tls-ca.pem"),
                Files.readString(data.resolve("operator.token")).strip());
    }

    @Test
    @Timeout(300)
    void aMessageAndAClockOutliveTheProcess() throws Exception {
        Path data = dir.resolve("data");
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        HttpsServer receiver = receiver(data.resolve("them.pem"));
        Files.writeString(
                data.resolve("muster.properties"), "outbound.private-addresses=yes\noutbound.authorities=them.pem\n");
        int console = freePort();
        Path log = dir.resolve("server.log");
        String base = "/api/v1/demo/";
        Instant due;
        String first;
        ServerProcess killed = ServerProcess.start(data, console, freePort(), log);
        try (ApiClient api = api(data, console)) {
            api.post(
                    base + "notices/subscriptions/hook",
                    Map.of(
                            "channel",
                            "webhook",
                            "target",
                            "https://localhost:" + receiver.getAddress().getPort() + "/"));
            first = api.post(base + "notices/subscriptions/hook/try")
                    .path("message")
                    .asString();
            Waiting.until("it was tried", LONG, () -> !ids.isEmpty());
            due = Instant.now().plusSeconds(DUE_SECONDS);
            api.post(base + "governance/custody/c1/open-request", Map.of());
            api.post(
                    base + "products",
                    Map.of(
                            "id",
                            "cam",
                            "name",
                            "cam",
                            "maker",
                            "Lens",
                            "model",
                            "cam",
                            "supportFrom",
                            "2026-01-01T00:00:00Z",
                            "supportUntil",
                            "2099-01-01T00:00:00Z"));
            api.post(base + "devices", Map.of("id", "cam-1", "product", "cam"));
            api.post(
                    base + "governance/custody/c1/request-release",
                    Map.of("fields", Map.of("device", "cam-1", "reason", "repair")));
            api.post(base + "governance/custody/c1/set-deadline", Map.of("fields", Map.of("wipe-by", due.toString())));
            assertThat(api.get(base + "governance/custody/c1").toString())
                    .as("it runs out while nothing runs, and not before")
                    .doesNotContain("\"overdue\"");
        } finally {
            killed.kill();
        }
        status.set(204);
        Waiting.until(
                "the deadline is over while nothing runs",
                LONG,
                () -> Instant.now().isAfter(due));
        int before = ids.size();
        try (ServerProcess second = ServerProcess.start(data, console, freePort(), log);
                ApiClient api = api(data, console)) {
            Waiting.until("the message arrives", LONG, () -> ids.size() > before);
            assertThat(ids.stream().filter(id -> id.startsWith("try-"))).containsOnly(first);
            Waiting.until(
                    "what fell due is done",
                    LONG,
                    () -> api.get(base + "governance/custody/c1").toString().contains("\"overdue\""));
            Waiting.until(
                    "and somebody hears of it", LONG, () -> ids.stream().anyMatch(id -> id.contains("record-late")));
            String record = api.get(base + "governance/custody/c1").toString();
            assertThat(record.split("\"overdue\"", -1)).as("once").hasSize(2);
            assertThat(second).isNotNull();
        } finally {
            receiver.stop(0);
        }
    }
}
