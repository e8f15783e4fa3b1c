package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.update.Firmness;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.TargetState;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SWUpdate of Debian, as it is, against our door for hawkBit's device API, over real TLS. */
@Timeout(150)
class SwupdateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String UNCOVERED = "hawkBit's device API with a client that we did not write";

    @TempDir
    private Path dir;

    private Path target = Path.of("");
    private final byte[] content = new byte[600_000];
    private byte[] image = new byte[0];

    @BeforeEach
    void image() throws IOException, InterruptedException {
        Needs.tool("swupdate", UNCOVERED);
        Needs.tool("openssl", UNCOVERED);
        new Random(2).nextBytes(content);
        target = dir.resolve("program");
        image = SwuImage.make(Files.createDirectory(dir.resolve("maker")), content, target);
    }

    @Test
    void itInstallsAndItsWordIsAClaim() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            String rollout = site.rollOut(image, Firmness.FORCED);
            Path log = dir.resolve("swupdate.log");
            until(start(site.port(), site.token, log, ""), () -> Files.exists(target) && said(log, "successful"));
            assertThat(Files.readAllBytes(target)).as(text(log)).isEqualTo(content);
            assertThat(site.target(rollout).state()).isEqualTo(TargetState.OFFERED);
            // After its restart it confirms, and that is the word that closes the order.
            until(
                    start(site.port(), site.token, dir.resolve("again.log"), " -c 2"),
                    () -> site.target(rollout).state() == TargetState.REPORTED);
            site.shop.advance(rollout);
            assertThat(site.target(rollout).state()).isEqualTo(TargetState.CLAIMED);
        }
    }

    @Test
    void itContinuesADownloadThatBroke() throws Exception {
        try (DdiSite site = new DdiSite(dir);
                CuttingProxy wire = new CuttingProxy(site.port(), 200_000, 1)) {
            site.rollOut(image, Firmness.SOFT);
            Path log = dir.resolve("swupdate.log");
            until(start(wire.port(), site.token, log, ""), () -> Files.exists(target) && said(log, "successful"));
            assertThat(wire.cuts()).isEqualTo(1);
            assertThat(Files.readAllBytes(target)).as(text(log)).isEqualTo(content);
        }
    }

    @Test
    void anImageThatItDoesNotBelieveIsAFailure() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            byte[] forged = image.clone();
            // Inside of the payload: its digest is in the description that the maker signed.
            forged[forged.length / 2] ^= 1;
            String rollout = site.rollOut(forged, Firmness.FORCED);
            Path log = dir.resolve("swupdate.log");
            until(
                    start(site.port(), site.token, log, ""),
                    () -> site.target(rollout).ended().isPresent());
            site.shop.advance(rollout);
            assertThat(site.target(rollout).state()).as(text(log)).isEqualTo(TargetState.FAILED);
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void itSkipsWhatItShallOnlyDownload() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            String rollout = site.rollOut(image, Firmness.DOWNLOAD_ONLY);
            Path log = dir.resolve("swupdate.log");
            until(
                    start(site.port(), site.token, log, ""),
                    () -> site.target(rollout).ended().isPresent());
            assertThat(site.target(rollout).ended().orElseThrow().detail())
                    .as(text(log))
                    .contains("Skipped Update");
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void itHearsThatTheOfferWasTakenBack() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            String rollout = site.rollOut(image, Firmness.FORCED);
            site.shop.run(known -> Rollouts.stop(rollout, "", Shop.OPERATOR, known, site.shop.now));
            Path log = dir.resolve("swupdate.log");
            until(start(site.port(), site.token, log, ""), site::cancelHeard);
            assertThat(site.cancelHeard()).as(text(log)).isTrue();
            assertThat(target).doesNotExist();
        }
    }

    private static boolean said(Path log, String words) throws IOException {
        return text(log).contains("SWUPDATE " + words);
    }

    private static String text(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    private Process start(int port, String token, Path log, String more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "swupdate", "-v", "-k", dir.resolve("maker/cert.pem").toString(), "-H", "board:1.0", "-M", "-m", "-u"));
        // Its server certificate is our own test authority's; the image's signature is checked all the same.
        command.add("-t ACME -u https://localhost:" + port + " -i dev1 -k " + token + " -p 1 -x" + more);
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
            // It waits for its parts and they for their next poll: what was to be seen was seen.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }
}
