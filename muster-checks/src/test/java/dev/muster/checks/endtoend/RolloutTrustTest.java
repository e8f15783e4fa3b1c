package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a real rollout over real agents makes of reference values: the new ones count with it and the old ones retire by
 * themselves. An update never looks like an attack, and going back by an attacker's hand never like an update; going back by
 * order is neither.
 */
class RolloutTrustTest {
    private static final String APPRAISED = "attestation.evidence-appraised";
    private static final String UPDATED = "cam-01";
    private static final String ATTACKED = "cam-02";

    @TempDir
    private Path dir;

    private Site site;

    @Test
    @Timeout(300)
    void anUpdateIsNoAttackAndAnAttackNoUpdate() throws Exception {
        try (ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(dir, server.deviceDoors());
            String release = site.publish(true);
            try (Fleet fleet = site.fleet(2)) {
                fleet.start(UPDATED);
                fleet.start(ATTACKED);
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 2)).isTrue();
                assertThat(life(Site.NEW).path("state").asString()).isEqualTo("staged");
                rolledOut(release);
                sentBackByOrder(fleet);
                broughtBackByHand(fleet);
            }
        }
    }

    private void rolledOut(String release) throws InterruptedException {
        String rollout;
        try (ApiClient api = site.api()) {
            rollout = api.post(
                            Site.path("rollouts"), Map.of("release", release, "canary", 1, "steps", List.of(50, 100)))
                    .path("id")
                    .asString();
        }
        assertThat(Site.eventually(() -> life(Site.NEW).path("state").asString().equals("active")))
                .as("what the rollout brings counts before any device can show it")
                .isTrue();
        assertThat(life(Site.OLD).path("successor").asString()).isEqualTo(Site.NEW);
        assertThat(life(Site.OLD).has("until")).as("nobody knows yet when").isFalse();
        assertThat(Site.eventually(() -> site.affirmed(Site.NEW) == 2)).isTrue();
        assertThat(Site.eventually(() -> life(Site.OLD).has("until")))
                .as("the rollout is through, so the old values have an end")
                .isTrue();
        JsonNode old = life(Site.OLD);
        assertThat(old.path("state").asString()).isEqualTo("retiring");
        assertThat(old.path("cause").asString()).isEqualTo("rollout/" + rollout);
        for (String device : List.of(UPDATED, ATTACKED)) {
            assertThat(site.entries(device, APPRAISED))
                    .as("no evidence before, during or after the update looked like anything but good software")
                    .isNotEmpty()
                    .allMatch(body -> body.contains("\"status\": \"AFFIRMING\""));
            assertThat(site.entries(device, "devices.state-changed"))
                    .noneMatch(body -> body.contains("\"to\": \"QUARANTINED\""));
        }
    }

    /** A changed file is no update, though an older release is there to be compared with; the way back is ordered. */
    private void sentBackByOrder(Fleet fleet) throws Exception {
        fleet.tamper(ATTACKED, "bin/camd");
        assertThat(Site.eventually(() ->
                        site.entries(ATTACKED, APPRAISED).stream().anyMatch(body -> body.contains("CONTRAINDICATED"))))
                .isTrue();
        assertThat(Site.eventually(() -> last(ATTACKED).contains("\"AFFIRMING\"")))
                .as("the server sent it back to the release before, and that is no fault of its own")
                .isTrue();
        assertThat(last(ATTACKED)).contains(Site.OLD).doesNotContain("software-went-back");
    }

    private void broughtBackByHand(Fleet fleet) throws Exception {
        fleet.stop(UPDATED);
        BootState now = new BootStore(site.roots(UPDATED)).read();
        otherSlot(now);
        fleet.start(UPDATED);
        assertThat(Site.eventually(() -> last(UPDATED).contains("software-went-back")))
                .as("whole and signed by its maker, and not what this device should run")
                .isTrue();
        assertThat(last(UPDATED)).contains("\"status\": \"WARNING\"", Site.OLD);
        fleet.stop(UPDATED);
        otherSlot(new BootStore(site.roots(UPDATED)).read());
        fleet.start(UPDATED);
        assertThat(Site.eventually(() -> last(UPDATED).contains("\"status\": \"AFFIRMING\"")))
                .as("and back where it was it is good again")
                .isTrue();
    }

    /** Who has the storage in hand changes what the boot loader keeps, and no counter of it. */
    private void otherSlot(BootState now) throws Exception {
        new BootStore(site.roots(UPDATED))
                .write(new BootState(now.active().other(), Optional.empty(), false, now.sequence(), now.boots()));
    }

    private String last(String device) {
        List<String> all = site.entries(device, APPRAISED);
        return all.isEmpty() ? "" : all.getLast();
    }

    private JsonNode life(String version) {
        try (ApiClient api = site.api()) {
            for (JsonNode manifest : api.get(Site.path("references"))) {
                for (JsonNode released : manifest.path("releases")) {
                    if (released.path("version").asString().equals(version)) {
                        return manifest.path("life").path(0);
                    }
                }
            }
        }
        throw new AssertionError("no reference values of " + version);
    }
}
