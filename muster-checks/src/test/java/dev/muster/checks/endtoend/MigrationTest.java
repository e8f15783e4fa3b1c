package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.AgentSettings;
import dev.muster.agent.state.Credential;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import dev.muster.testing.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code muster ca migrate} leads a running fleet from P-256 to ML-DSA-44 under a new root: planned, paused, with its server
 * killed on the way, with a device that is away, and to its end.
 */
class MigrationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int THROUGH = 0;
    private static final int WAITS = 2;

    @TempDir
    private Path dir;

    @Test
    @Timeout(600)
    void aFleetGoesOverToLatticeSignatures() throws Exception {
        int console = freePort();
        int device = freePort();
        Site site = new Site(dir, URI.create("https://localhost:" + device));
        Files.createDirectories(
                site.data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(site.data().resolve("muster.properties"), "joining.rollover-minutes = 0\n");
        Path log = dir.resolve("server.log");
        ServerProcess server = ServerProcess.start(site.data(), console, device, log);
        try {
            site.publish();
            try (Fleet fleet = site.fleet(3, AgentSettings.quick(), InstantSource.system(), (id, notice) -> {})) {
                for (String id : fleet.ids()) {
                    fleet.start(id);
                }
                until("all have joined", () -> state(site).path("moved").asLong() == 3);
                begin(site);
                server.kill();
                server = ServerProcess.start(site.data(), console, device, log);
                paused(site);
                String away = fleet.ids().getFirst();
                fleet.stop(away);
                assertThat(muster(site, "ca", "go-on").status()).isZero();
                until(
                        "those that are here renewed",
                        () -> state(site).path("left").asLong() == 1);
                Peer.Result waits = muster(site, "ca", "migrate", "ML-DSA-44", "--heard", "0");
                assertThat(waits.status()).isEqualTo(WAITS);
                assertThat(waits.out())
                        .contains("1 devices are left, 2 are through")
                        .contains("  " + away + ", until");
                fleet.start(away);
                Peer.Result done = muster(site, "ca", "migrate", "ML-DSA-44", "--heard", "0", "--follow");
                assertThat(done.out()).contains("through: devices have certificates of an authority of ML-DSA-44");
                assertThat(done.status()).isEqualTo(THROUGH);
                ended(site, fleet);
            }
        } finally {
            server.kill();
        }
    }

    /** What is planned is not done; what is announced issues nothing until devices could hear of it. */
    private static void begin(Site site) throws Exception {
        Peer.Result plan = muster(site, "ca", "migrate", "ML-DSA-44", "--plan");
        assertThat(plan.out()).contains("next  announce").contains("then  devices renew one by one: 3 of 3 are left");
        assertThat(state(site).path("stage").asString()).isEqualTo("settled");
        assertThat(muster(site, "ca", "pause", "--reason", "market day").status())
                .isZero();
        Peer.Result announced = muster(site, "ca", "migrate", "ML-DSA-44");
        assertThat(announced.status()).isEqualTo(WAITS);
        assertThat(announced.out()).contains("it may be put in force from");
        assertThat(state(site).path("stage").asString()).isEqualTo("announced");
        assertThat(muster(site, "ca", "migrate", "ML-DSA-44").status())
                .as("a day is not over")
                .isEqualTo(WAITS);
        assertThat(state(site).path("stage").asString()).isEqualTo("announced");
    }

    /** The server was killed since; the pause and the stage were kept, and nobody is asked to renew. */
    private static void paused(Site site) throws Exception {
        until("it is there again", () -> state(site).path("paused").asBoolean());
        Peer.Result moving = muster(site, "ca", "migrate", "ML-DSA-44", "--heard", "0");
        assertThat(moving.status()).isEqualTo(WAITS);
        assertThat(moving.out()).contains("3 devices are left, 0 are through; paused (muster ca go-on)");
        JsonNode state = state(site);
        assertThat(state.path("from").asString()).isEqualTo("P-256");
        assertThat(state.path("to").asString()).isEqualTo("ML-DSA-44");
        assertThat(state.path("devices").size()).isEqualTo(3);
        assertThat(state.path("notes").toString()).contains("TLS of Java 25");
    }

    private static void ended(Site site, Fleet fleet) throws Exception {
        assertThat(state(site).path("stage").asString()).isEqualTo("settled");
        for (String id : fleet.ids()) {
            assertThat(Credential.operational(site.roots(id))
                            .orElseThrow()
                            .certificate()
                            .getSigAlgOID())
                    .as("ML-DSA-44, RFC 9881")
                    .isEqualTo("2.16.840.1.101.3.4.3.17");
        }
        assertThat(muster(site, "ca", "migrate", "ML-DSA-44", "--plan").out()).contains("nothing is under way");
        assertThat(muster(site, "ca", "migrate", "ML-DSA-44").status())
                .as("nothing is left to do")
                .isZero();
    }

    private static Peer.Result muster(Site site, String... words) {
        return TypedCommands.here(
                Stream.concat(Stream.of(words), Stream.of("--data", site.data().toString()))
                        .toList());
    }

    private static JsonNode state(Site site) {
        try (ApiClient api = site.api()) {
            return api.get(Site.path("authorities/migration"));
        }
    }

    private interface Wanted {
        boolean isSo() throws Exception;
    }

    private static void until(String what, Wanted wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Exception last = new IllegalStateException("not yet");
        while (System.nanoTime() < end) {
            try {
                if (wanted.isSo()) {
                    return;
                }
            } catch (RuntimeException away) {
                // The server starts again.
                last = away;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("waited " + PATIENCE.toMinutes() + " minutes, and not yet: " + what, last);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
