package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed in the middle of a rollout and started again over the same data: nothing else is done. */
class ServerKilledTest {

    private static final int DEVICES = 5;

    @TempDir
    private Path dir;

    @Test
    @Timeout(400)
    void theFleetFinishesByItselfAndTheLedgerIsWhole() throws Exception {
        int console = freePort();
        int device = freePort();
        Site site = new Site(dir, URI.create("https://localhost:" + device));
        Path log = dir.resolve("server.log");
        ServerProcess first = ServerProcess.start(site.data(), console, device, log);
        String rollout;
        try {
            String release = site.publish();
            try (Fleet fleet = site.fleet(DEVICES)) {
                for (String id : fleet.ids()) {
                    fleet.start(id);
                }
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == DEVICES))
                        .as("all devices join and are affirmed")
                        .isTrue();
                rollout = start(site, release);
                assertThat(Site.eventually(() -> site.affirmed(Site.NEW) >= 1)).isTrue();
                assertThat(site.affirmed(Site.NEW))
                        .as("the rollout is still going on")
                        .isLessThan(DEVICES);
                first.kill();

                try (ServerProcess second = ServerProcess.start(site.data(), console, device, log)) {
                    assertThat(Site.eventually(() -> site.affirmed(Site.NEW) == DEVICES))
                            .as("every device runs the new version and has proved it")
                            .isTrue();
                    assertThat(Site.eventually(() -> state(site, rollout).equals("finished")))
                            .isTrue();
                    assertThat(second).isNotNull();
                    assertThat(fsck(site)).isEqualTo(0);
                }
            }
        } finally {
            first.kill();
        }
    }

    private static String start(Site site, String release) {
        try (ApiClient api = site.api()) {
            return api.post(Site.path("rollouts"), Map.of("release", release, "canary", 1, "steps", List.of(50, 100)))
                    .path("id")
                    .asString();
        }
    }

    private static String state(Site site, String rollout) {
        try (ApiClient api = site.api()) {
            return api.get(Site.path("rollouts/" + rollout))
                    .path("rollout")
                    .path("state")
                    .asString();
        }
    }

    private static int fsck(Site site) {
        StringWriter out = new StringWriter();
        int status = Main.run(
                new PrintWriter(out, true),
                new PrintWriter(out, true),
                "log",
                "fsck",
                "--data",
                site.data().toString());
        if (status != 0) {
            throw new AssertionError("fsck: " + out);
        }
        return status;
    }

    /** Free a moment ago; devices need an address that stays the same over a restart. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
