package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.AgentSettings;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.state.Credential;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.ApiRefused;
import dev.muster.fleet.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A fleet renews across a rollover to another root while its server is killed and started again; then the old root is
 * retired, and every device still gets in. Here few devices renew all at once, between five kills; {@code ./muster test --tier
 * rollover} does it with 2,000 devices that are asked over a minute.
 */
class RolloverTest {
    private static final int DEVICES = Integer.getInteger("muster.rollover.devices", 10);
    private static final int KILLS = Integer.getInteger("muster.rollover.kills", 5);
    private static final int SPREAD_MINUTES = Integer.getInteger("muster.rollover.spread", 0);

    /** On a busy machine; the whole fleet enrols, attests and renews within it. */
    private static final Duration PATIENCE = Duration.ofMinutes(Integer.getInteger("muster.rollover.minutes", 5));

    @TempDir
    private Path dir;

    private final long began = System.nanoTime();

    @Test
    @Timeout(7_200)
    void nobodyIsLockedOut() throws Exception {
        int console = freePort();
        int device = freePort();
        Site site = new Site(dir, URI.create("https://localhost:" + device));
        settings(site.data());
        Path log = dir.resolve("server.log");
        ServerProcess server = ServerProcess.start(site.data(), console, device, log);
        try {
            site.publish();
            try (Fleet fleet = site.fleet(DEVICES, AgentSettings.quick(), InstantSource.system(), (id, notice) -> {})) {
                for (String id : fleet.ids()) {
                    fleet.start(id);
                }
                until("all have joined", () -> live(site, "active") == DEVICES);
                say(DEVICES + " devices have joined");
                step(site, "announce", Map.of("root", true));
                for (int kill = 1; kill <= KILLS; kill++) {
                    int wanted = DEVICES * (kill - 1) / KILLS;
                    until("some renewed", () -> kill(wanted, site));
                    say("kill " + kill + ", with " + (kill == 1 ? 0 : live(site, "active"))
                            + " devices under the new one");
                    server.kill();
                    server = ServerProcess.start(site.data(), console, device, log);
                    if (kill == 1) {
                        step(site, "activate", Map.of());
                    }
                }
                until("all renewed", () -> live(site, "active") == DEVICES && live(site, "previous") == 0);
                say("all " + DEVICES + " devices are under the new authority");
                step(site, "retire", Map.of("fingerprint", root(site), "reason", "rollover"));
                int inside = getIn(site, fleet.ids());
                say("the old root is retired; " + inside + " of " + DEVICES + " devices get in");
                assertThat(inside).isEqualTo(DEVICES);
            }
        } finally {
            server.kill();
        }
    }

    /** The first kill is between announcing and putting in force. */
    private static boolean kill(int wanted, Site site) {
        return wanted == 0 || live(site, "active") >= wanted;
    }

    private static void settings(Path data) throws IOException {
        Files.createDirectories(
                data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(data.resolve("muster.properties"), "joining.rollover-minutes = " + SPREAD_MINUTES + "\n");
    }

    private void say(String text) {
        long seconds = (System.nanoTime() - began) / 1_000_000_000L;
        System.out.println("rollover " + seconds + " s: " + text);
    }

    private static void step(Site site, String step, Map<String, Object> body) {
        try (ApiClient api = site.api()) {
            api.post(Site.path("authorities/" + step), body);
        }
    }

    private static long live(Site site, String standing) {
        try (ApiClient api = site.api()) {
            for (JsonNode each : api.get(Site.path("authorities")).path("authorities")) {
                if (each.path("role").asString().equals("device")
                        && each.path("standing").asString().equals(standing)) {
                    return each.path("live").asLong();
                }
            }
            return 0;
        }
    }

    private static String root(Site site) {
        try (ApiClient api = site.api()) {
            for (JsonNode each : api.get(Site.path("authorities")).path("authorities")) {
                if (each.path("role").asString().equals("root")
                        && each.path("standing").asString().equals("previous")) {
                    return each.path("fingerprint").asString();
                }
            }
            throw new AssertionError("no root was followed by another");
        }
    }

    /** How many devices have what is on their disks taken at a door that needs it. */
    private static int getIn(Site site, List<String> devices) throws Exception {
        List<X509Certificate> anchors = Credential.certificates(new DataDir(site.data()).tlsCa());
        int inside = 0;
        for (String id : devices) {
            Credential credential = Credential.operational(site.roots(id)).orElseThrow();
            try (DeviceConnection connection = new DeviceConnection(
                    site.doors(), DeviceTls.context(credential.key(), credential.chain(), anchors))) {
                inside += connection.get("/devices/demo/orders?after=0").isSuccess() ? 1 : 0;
            }
        }
        return inside;
    }

    private static void until(String what, BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (wanted.getAsBoolean()) {
                    return;
                }
            } catch (UncheckedIOException | ApiRefused away) {
                // The server starts again, or has all its hands full with devices that come back.
            }
            Thread.sleep(200);
        }
        throw new AssertionError("waited " + PATIENCE.toMinutes() + " minutes, and not yet: " + what);
    }

    /** Free a moment ago; devices need an address that stays the same over a restart. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
