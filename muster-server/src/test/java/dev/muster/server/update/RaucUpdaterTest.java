package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.update.Firmness;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.TargetState;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * rauc-hawkbit-updater, built from its source ({@code .ci/peers/rauc-hawkbit-updater}), against our doors. The installer
 * behind it is the stand-in of its own test suite.
 */
@Timeout(120)
class RaucUpdaterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String UNCOVERED = "hawkBit's device API with rauc-hawkbit-updater";
    private static final int IMAGE_BYTES = 1_500_000;

    @TempDir
    private Path dir;

    private Path peer = Path.of("");
    private final byte[] bundle = new byte[IMAGE_BYTES];

    @BeforeEach
    void peerIsBuilt() throws Exception {
        peer = Path.of(System.getProperty("muster.root", "..")).resolve("build/peers/rauc-hawkbit-updater");
        Needs.peer(peer.resolve("build/rauc-hawkbit-updater"), UNCOVERED);
        Needs.tool("dbus-daemon", UNCOVERED);
        new Random(1).nextBytes(bundle);
        Files.write(dir.resolve("expected.raucb"), bundle);
    }

    private String once(DdiSite site, int port, int installerStatus) throws Exception {
        try (Peer bus =
                Peer.start(dir, Map.of(), List.of("dbus-daemon", "--session", "--nofork", "--print-address=1"))) {
            Map<String, String> session = Map.of(
                    "DBUS_SESSION_BUS_ADDRESS",
                    bus.line("the bus", PATIENCE, line -> line.startsWith("unix:")),
                    "DBUS_STARTER_BUS_TYPE",
                    "session",
                    "PYTHONUNBUFFERED",
                    "1");
            try (Peer installer = Peer.start(
                    peer.resolve("test"),
                    session,
                    List.of(
                            "/usr/bin/python3",
                            "-m",
                            "rauc_dbus_dummy",
                            dir.resolve("expected.raucb").toString(),
                            "--completed-code=" + installerStatus))) {
                installer.line("the installer", PATIENCE, line -> line.contains("published"));
                return Peer.run(
                                dir,
                                session,
                                PATIENCE,
                                peer.resolve("build/rauc-hawkbit-updater").toString(),
                                "--run-once",
                                "-c",
                                config(site, port).toString())
                        .out();
            }
        }
    }

    private Path config(DdiSite site, int port) throws Exception {
        return Files.writeString(
                dir.resolve("config.conf"), """
                    [client]
                    hawkbit_server = localhost:%d
                    ssl = true
                    ssl_verify = false
                    tenant_id = ACME
                    target_name = dev1
                    auth_token = %s
                    bundle_download_location = %s
                    resume_downloads = true
                    retry_wait = 1
                    connect_timeout = 20
                    timeout = 60
                    log_level = debug
                    [device]
                    serial = cam-07
                    """.formatted(port, site.token, dir.resolve("bundle.raucb")));
    }

    @Test
    void itInstallsAndItsWordIsAClaim() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            String rollout = site.rollOut(bundle, Firmness.FORCED);
            String said = once(site, site.port(), 0);
            assertThat(site.target(rollout).state()).as(said).isEqualTo(TargetState.REPORTED);
            site.shop.advance(rollout);
            assertThat(site.target(rollout).state()).isEqualTo(TargetState.CLAIMED);
        }
    }

    @Test
    void itContinuesADownloadThatBroke() throws Exception {
        try (DdiSite site = new DdiSite(dir);
                CuttingProxy wire = new CuttingProxy(site.port(), 500_000, 1)) {
            String rollout = site.rollOut(bundle, Firmness.SOFT);
            String said = once(site, wire.port(), 0);
            assertThat(wire.cuts()).isEqualTo(1);
            assertThat(site.target(rollout).state()).as(said).isEqualTo(TargetState.REPORTED);
        }
    }

    @Test
    void aFailedInstallationIsCounted() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            String rollout = site.rollOut(bundle, Firmness.FORCED);
            String said = once(site, site.port(), 1);
            site.shop.advance(rollout);
            assertThat(site.target(rollout).state()).as(said).isEqualTo(TargetState.FAILED);
        }
    }

    @Test
    void itDownloadsOnly() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            String rollout = site.rollOut(bundle, Firmness.DOWNLOAD_ONLY);
            String said = once(site, site.port(), 0);
            assertThat(site.target(rollout).ended().orElseThrow().outcome())
                    .as(said)
                    .isEqualTo(OrderOutcome.DONE);
            assertThat(Files.readAllBytes(dir.resolve("bundle.raucb"))).isEqualTo(bundle);
        }
    }

    @Test
    void itHearsThatTheOfferWasTakenBack() throws Exception {
        try (DdiSite site = new DdiSite(dir)) {
            String rollout = site.rollOut(bundle, Firmness.FORCED);
            site.shop.run(known -> Rollouts.stop(rollout, "", Shop.OPERATOR, known, site.shop.now));
            String said = once(site, site.port(), 0);
            assertThat(site.cancelHeard()).as(said).isTrue();
        }
    }
}
