package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice.What;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happened on a device while it could ask nobody for a nonce is told, and believed, when the server is there again. */
class UnaskedEvidenceTest {
    private static final String ID = "cam-01";
    private static final String APPRAISED = "attestation.evidence-appraised";

    private static final AgentSettings SETTINGS = new AgentSettings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMillis(30));

    @TempDir
    private Path dir;

    private final Notices notices = new Notices();

    @Test
    @Timeout(300)
    void whatAnAttackerChangedAndPutBackWhileTheServerWasAwayIsSeen() throws Exception {
        try (ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            Site site = new Site(dir, server.deviceDoors());
            site.publish();
            try (ApiClient api = site.api()) {
                api.post(
                        Site.path("attestation-policy"),
                        Map.of("name", "field", "rows", List.of(), "freshness", Map.of("epochs", true)));
            }
            try (Fleet fleet = site.fleet(1, SETTINGS, InstantSource.system(), notices)) {
                fleet.start(ID);
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                Path epoch = site.roots(ID).state().resolve("epoch");
                assertThat(Site.eventually(() -> Files.exists(epoch))).isTrue();
                server.stop();
                changed(fleet);
                changed(fleet);
                server.start();
                assertThat(Site.eventually(
                                () -> overEpoch(site).stream().anyMatch(body -> body.contains("CONTRAINDICATED"))))
                        .as("changed while nobody could look")
                        .isTrue();
                assertThat(Site.eventually(() -> overEpoch(site).getLast().contains("\"status\": \"AFFIRMING\"")))
                        .as("and put back before anybody could")
                        .isTrue();
                assertThat(Site.eventually(
                                () -> site.entries(ID, APPRAISED).getLast().contains("\"bound\": true")))
                        .as("from then on the server is asked")
                        .isTrue();
                assertThat(site.entries(ID, "attestation.twin-seen")).isEmpty();
                assertThat(site.entries(ID, "devices.state-changed"))
                        .anyMatch(body -> body.contains("\"to\": \"QUARANTINED\""));
            }
        }
    }

    private static List<String> overEpoch(Site site) {
        return site.entries(ID, APPRAISED).stream()
                .filter(body -> body.contains("\"freshBy\": \"epoch\""))
                .toList();
    }

    /** Flips a byte, the second time back; returns when evidence of it waits. */
    private void changed(Fleet fleet) throws Exception {
        int sensed = notices.count(What.CHANGE_SENSED);
        fleet.tamper(ID, "bin/camd");
        assertThat(Site.eventually(() -> notices.count(What.CHANGE_SENSED) > sensed))
                .isTrue();
        int kept = notices.count(What.EVIDENCE_KEPT);
        assertThat(Site.eventually(() -> notices.count(What.EVIDENCE_KEPT) > kept))
                .isTrue();
    }
}
