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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody puts back last week's copy of the data directory; one device has seen more. */
class RestoredLedgerTest {

    @TempDir
    private Path dir;

    private Site site;
    private int console;
    private int device;

    private ServerProcess start() throws IOException {
        return ServerProcess.start(site.data(), console, device, dir.resolve("server.log"));
    }

    @Test
    @Timeout(400)
    void oneDeviceThatHasSeenMoreStopsTheOlderCopyAndTheNewestOneGoesOn() throws Exception {
        console = freePort();
        device = freePort();
        site = new Site(dir, URI.create("https://localhost:" + device));
        Fleet fleet;
        try (ServerProcess first = start()) {
            assertThat(first).isNotNull();
            site.publish();
            fleet = site.fleet(1);
            fleet.start("cam-01");
            assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
            fleet.stop("cam-01");
        }
        Path older = dir.resolve("older");
        copy(site.data(), older);
        try (fleet) {
            try (ServerProcess second = start()) {
                assertThat(second).isNotNull();
                long copied = recordSize();
                attest(fleet);
                attest(fleet);
                assertThat(keptSize())
                        .as("the device keeps a head that the older copy does not have")
                        .isGreaterThan(copied);
            }
            Path newest = dir.resolve("newest");
            Files.move(site.data(), newest);
            copy(older, site.data());
            try (ServerProcess restored = start()) {
                assertThat(restored).isNotNull();
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> state().equals("refused"))).isTrue();
                assertThat(muster(1, "status"))
                        .contains("older copy")
                        .contains("put back a database that holds at least that much")
                        .contains("device/cam-01");
                fleet.stop("cam-01");
            }
            delete(site.data());
            Files.move(newest, site.data());
            try (ServerProcess again = start()) {
                assertThat(again).isNotNull();
                long before = recordSize();
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> recordSize() > before && state().equals("ok")))
                        .as("nothing is held against the newest copy")
                        .isTrue();
            }
        }
    }

    /** A device shows evidence whenever it starts. Heads are published once a second. */
    private void attest(Fleet fleet) throws Exception {
        long before = recordSize();
        fleet.start("cam-01");
        assertThat(Site.eventually(() -> recordSize() > before)).isTrue();
        fleet.stop("cam-01");
        Thread.sleep(1_500);
    }

    private String state() {
        try (ApiClient api = site.api()) {
            return api.get(Site.path("log/health")).path("state").asString();
        }
    }

    private long recordSize() {
        try (ApiClient api = site.api()) {
            return api.get(Site.path("log/health")).path("record").asLong();
        }
    }

    /** Size of the head in the device's own memory: the third line of its file, after key and origin. */
    private long keptSize() {
        try {
            return Long.parseLong(Files.readAllLines(dir.resolve("fleet/cam-01/state/ledger-head"))
                    .get(2));
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
    }

    private String muster(int expected, String... args) {
        StringWriter out = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of(args), Stream.of("--data", site.data().toString()))
                .toArray(String[]::new);
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(out, true), all);
        assertThat(status).as(out.toString()).isEqualTo(expected);
        return out.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path each : walk(from)) {
            Path target = to.resolve(from.relativize(each).toString());
            if (Files.isDirectory(each)) {
                Files.createDirectories(target);
            } else {
                Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }

    private static void delete(Path folder) throws IOException {
        for (Path each : walk(folder).reversed()) {
            Files.delete(each);
        }
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
