package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice.What;
import dev.muster.agent.sense.FileSense;
import dev.muster.fleet.Fleet;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device's folder is copied and both run: noticed by the first evidence that goes backwards, and nobody gets out. */
@Timeout(300)
class ClonedDeviceTest {
    private static final String ID = "cam-01";

    /** Attests twice a second. */
    private static final AgentSettings SETTINGS = new AgentSettings(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofMillis(30));

    @TempDir
    private Path dir;

    @Test
    void aCopiedDeviceIsNoticedAndNeitherReleasesTheOther() throws Exception {
        ShiftedClock clock = new ShiftedClock();
        Notices notices = new Notices();
        Notices twins = new Notices();
        try (ServerHere server = new ServerHere(dir.resolve("server"), clock)) {
            server.start();
            Site site = new Site(dir, server.deviceDoors());
            site.publish();
            try (Fleet original = site.fleet(1, SETTINGS, clock, notices)) {
                original.start(ID);
                assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 1))
                        .isTrue();
                copy(dir.resolve("fleet"), dir.resolve("stolen"));
                AgentGround ground = AgentGround.shared(clock, new SecureRandom(), new Random(8), new FileSense());
                try (Fleet copy = new Fleet(dir.resolve("stolen"), SETTINGS, ground, twins)) {
                    copy.start(ID);
                    assertThat(Site.eventually(() ->
                                    !site.entries(ID, "attestation.twin-seen").isEmpty()))
                            .as("noticed")
                            .isTrue();
                    assertThat(Site.eventually(() -> state(site).equals("quarantined")))
                            .isTrue();
                    int shown =
                            site.entries(ID, "attestation.evidence-appraised").size();
                    Thread.sleep(Duration.ofSeconds(5));
                    assertThat(state(site)).as("both still attest").isEqualTo("quarantined");
                    assertThat(site.entries(ID, "attestation.evidence-appraised"))
                            .hasSize(shown);
                    assertThat(site.entries(ID, "attestation.twin-seen"))
                            .as("said once")
                            .hasSize(1);
                }
                try (var api = site.api()) {
                    api.post(Site.path("devices/" + ID + "/release"));
                }
                int before = notices.count(What.ATTESTED);
                assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > before))
                        .as("the copy is gone, a person let the device go on, and it is believed again")
                        .isTrue();
            }
        }
    }

    private static String state(Site site) {
        try (var api = site.api()) {
            for (var device : api.get(Site.path("devices")).path("devices")) {
                if (device.path("id").asString().equals(ID)) {
                    return device.path("state").asString("");
                }
            }
            return "";
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
