package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Fleet;
import dev.muster.testing.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The verdicts of a server with devices, over a restart, come out again from its ledger alone; in another Java machine with
 * another time zone, language, order of hashes, memory and folder the answer is the same to the byte.
 */
class ReplayElsewhereTest {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path dir;

    @Test
    @Timeout(300)
    void anotherMachineGivesTheSameVerdictsToTheByte() throws Exception {
        int console = freePort();
        int device = freePort();
        Site site = new Site(dir, URI.create("https://localhost:" + device));
        Fleet fleet;
        try (ServerProcess first = ServerProcess.start(site.data(), console, device, dir.resolve("server.log"))) {
            assertThat(first).isNotNull();
            site.publish();
            fleet = site.fleet(2);
            fleet.start("cam-01");
            fleet.start("cam-02");
            assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 2)).isTrue();
            fleet.stop("cam-01");
        }
        try (fleet;
                ServerProcess again = ServerProcess.start(site.data(), console, device, dir.resolve("server.log"))) {
            assertThat(again).isNotNull();
            fleet.start("cam-01");
            assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 2)).isTrue();
        }
        String here = replay(site.data(), dir, List.of());
        String there = replay(
                site.data(),
                Files.createDirectories(dir.resolve("elsewhere")),
                List.of(
                        "-Duser.timezone=Pacific/Chatham",
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Dfile.encoding=ISO-8859-9",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-XX:+UseSerialGC",
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1"));
        JsonNode report = JsonMapper.builder().build().readTree(here);
        assertThat(report.path("holds").asBoolean()).as(here).isTrue();
        assertThat(report.path("verdicts").path("verdicts").asLong()).isGreaterThan(50);
        assertThat(report.path("verdicts").path("mismatches")).isEmpty();
        assertThat(there).isEqualTo(here);
    }

    private static String replay(Path data, Path from, List<String> machine) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(machine);
        Path words = Files.writeString(
                from.resolve("class-path"),
                "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
        command.addAll(List.of("@" + words, "dev.muster.cli.Main", "log", "replay", "--offline", "--json"));
        command.addAll(List.of("--org", "demo", "--data", data.toString()));
        Peer.Result result = Peer.run(from, Map.of(), LONGEST, command.toArray(String[]::new));
        assertThat(result.status()).as(result.out()).isZero();
        return result.out().substring(result.out().indexOf('{'));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
