package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.update.Releases;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.TargetState;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SWUpdate of Debian, as it is, installs a signed image from our door for hawkBit's device API, over real TLS. */
class SwupdateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    private static boolean installed(String program) {
        return List.of("/usr/bin", "/usr/sbin", "/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void aRealClientInstallsAndItsWordIsAClaim() throws IOException, InterruptedException {
        assumeTrue(
                installed("swupdate") && installed("openssl"),
                "swupdate is absent: hawkBit's device API with a client that we did not write");
        byte[] content = "the new program".getBytes(StandardCharsets.US_ASCII);
        Path target = dir.resolve("program");
        byte[] image = SwuImage.make(Files.createDirectory(dir.resolve("maker")), content, target);
        try (Database database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
                Shop shop = new Shop(database)) {
            DeviceId device = shop.device("dev1", "");
            ArtifactStore artifacts = new ArtifactStore(dir.resolve("artifacts"));
            artifacts.put(Shop.ORG, new ByteArrayInputStream(image));
            InstantSource clock = () -> shop.now;
            DdiAccess access = new DdiAccess(
                    (request, org, use) -> {
                        throw Problem.of(401, "certificate-missing", "No certificate.")
                                .refuse();
                    },
                    database);
            Routes doors = new Routes();
            new DdiDoor(access, artifacts, database, shop.ledger.shell(), clock).addTo(doors);
            new DdiArtifactDoor(access, artifacts, database).addTo(doors);
            Routes console = new Routes();
            new DdiApi((org, id, product, by) -> {}, shop.ledger.shell(), clock, new SecureRandom()).addTo(console);
            try (TestServer server =
                            TestServer.start(console, (request, need) -> new Caller(Shop.OPERATOR, Set.of()), doors);
                    HttpClient client = server.client(null)) {
                String token = Json.tree(TestServer.send(
                                        client,
                                        HttpRequest.newBuilder(server.console("/api/v1/acme/ddi/devices/dev1"))
                                                .POST(BodyPublishers.ofString("{}"))
                                                .build())
                                .body())
                        .path("token")
                        .asString();
                shop.accept(Shop.MAKER);
                Releases.Answer published =
                        shop.publish(Shop.envelope(2, "2.0", image).sign(Shop.key(Shop.MAKER)));
                String rollout = shop.start(((Releases.Answer.Published) published).id(), plan());
                shop.advance(rollout);
                Path log = dir.resolve("swupdate.log");
                until(start(server.device("/"), token, log, ""), () -> Files.exists(target) && said(log));
                assertThat(target)
                        .as(Files.readString(log, StandardCharsets.ISO_8859_1))
                        .exists();
                assertThat(Files.readAllBytes(target)).isEqualTo(content);
                assertThat(state(shop, rollout, device)).isEqualTo(TargetState.OFFERED);
                // After its restart it confirms, and that is the word that closes the order.
                until(
                        start(server.device("/"), token, dir.resolve("again.log"), " -c 2"),
                        () -> state(shop, rollout, device) == TargetState.REPORTED);
                shop.advance(rollout);
                assertThat(state(shop, rollout, device)).isEqualTo(TargetState.CLAIMED);
            }
        }
    }

    private static RolloutPlan plan() {
        RolloutPlan standard = RolloutPlan.STANDARD;
        return new RolloutPlan(1, List.of(100), standard.limits(), standard.deadline(), standard.proof(), false, true);
    }

    private static TargetState state(Shop shop, String rollout, DeviceId device) {
        return shop.<TargetState>read(
                known -> known.target(rollout, device).orElseThrow().state());
    }

    private static boolean said(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1).contains("SWUpdate was successful");
    }

    private Process start(URI server, String token, Path log, String more) throws IOException {
        String url = server.getScheme() + "://" + server.getAuthority();
        List<String> command = new ArrayList<>(List.of(
                "swupdate", "-v", "-k", dir.resolve("maker/cert.pem").toString(), "-H", "board:1.0", "-M", "-m", "-u"));
        // Its server certificate is our own test authority's; the image's signature is checked all the same.
        command.add("-t ACME -u " + url + " -i dev1 -k " + token + " -p 1 -x" + more);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .put("TMPDIR", Files.createDirectories(dir.resolve("tmp")).toString());
        return builder.start();
    }

    private interface Shown {
        boolean now() throws IOException;
    }

    private static void until(Process process, Shown shown) throws IOException, InterruptedException {
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!shown.now() && process.isAlive() && System.nanoTime() < end) {
                Thread.sleep(100);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }
}
