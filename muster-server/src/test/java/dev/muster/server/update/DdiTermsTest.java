package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.update.DdiStore;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.Terms;
import dev.muster.core.update.Window;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.tree.LogId;
import dev.muster.server.http.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** When and how firmly an offer is shown by hawkBit's device API, and what devices say of themselves. */
class DdiTermsTest extends DdiDoors {

    @Test
    void outsideOfItsHoursAnOfferIsNotShown() {
        // It is 12:00.
        rollOut(new Terms(Firmness.FORCED, Optional.of(Window.parse("12:00-13:00")), 0));
        assertThat(poll().path("_links").has("deploymentBase")).isTrue();
        shop.later(Duration.ofHours(1));
        assertThat(poll().path("_links").has("deploymentBase")).isFalse();
        assertThat(poll().path("_links").has("cancelAction")).isFalse();
        assertThat(send("GET", BASE + "/deploymentBase/" + action(), "").statusCode())
                .isEqualTo(404);
        shop.later(Duration.ofHours(23));
        assertThat(poll().path("_links").has("deploymentBase")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"FORCED, forced, forced", "SOFT, attempt, attempt", "DOWNLOAD_ONLY, forced, skip"})
    void firmnessIsSaidInHawkbitsWords(Firmness firmness, String download, String update) {
        rollOut(new Terms(firmness, Optional.empty(), 0));
        JsonNode deployment = Json.tree(
                        send("GET", BASE + "/deploymentBase/" + action(), "").body())
                .path("deployment");
        assertThat(deployment.path("download").asString()).isEqualTo(download);
        assertThat(deployment.path("update").asString()).isEqualTo(update);
    }

    @Test
    void onlyADownloadThatWasAskedForEndsAnOffer() {
        rollOut(new Terms(Firmness.DOWNLOAD_ONLY, Optional.empty(), 0));
        String feedback = BASE + "/deploymentBase/" + action() + "/feedback";
        assertThat(send("POST", feedback, said(action(), "downloaded", "success"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(poll().path("_links").has("deploymentBase")).isFalse();
        assertThat(poll().path("_links").path("installedBase").path("href").asString())
                .endsWith("/installedBase/" + action());
        assertThat(send("GET", BASE + "/installedBase/" + action(), "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void attributesAreMergedReplacedAndRemovedAsTheDeviceSays() {
        send("PUT", BASE + "/configData", "{\"data\":{\"a\":\"1\",\"b\":\"2\"}}");
        shop.later(Duration.ofMinutes(2));
        send("PUT", BASE + "/configData", "{\"mode\":\"merge\",\"data\":{\"b\":\"3\"}}");
        assertThat(attributes()).isEqualTo(Map.of("a", "1", "b", "3"));
        shop.later(Duration.ofMinutes(2));
        send("PUT", BASE + "/configData", "{\"mode\":\"remove\",\"data\":{\"a\":\"\"}}");
        assertThat(attributes()).isEqualTo(Map.of("b", "3"));
        shop.later(Duration.ofMinutes(2));
        send("PUT", BASE + "/configData", "{\"mode\":\"replace\",\"data\":{\"c\":\"4\"}}");
        assertThat(attributes()).isEqualTo(Map.of("c", "4"));
    }

    /** Nothing but its polls is seen of it: whoever was off while the offer ended is offered it again, and once. */
    @Test
    void aDeviceThatWasAwayForMonthsIsOfferedTheReleaseWhenItAsksAgain() {
        String rollout = rollOut(new Terms(Firmness.FORCED, Optional.empty(), 0));
        shop.later(Duration.ofDays(4));
        shop.closes(device, rollout, OrderOutcome.EXPIRED, "expired");
        shop.advance(rollout);
        assertThat(shop.<TargetState>read(
                        known -> known.target(rollout, device).orElseThrow().state()))
                .isEqualTo(TargetState.OVERDUE);
        shop.run(known -> Rollouts.resume(rollout, "it is winter", Shop.OPERATOR, known, shop.now));
        shop.later(Duration.ofDays(90));
        shop.advance(rollout);
        assertThat(shop.orders()).as("it is still away").isEmpty();
        long before = shop.ledger.size(LogId.record(Shop.ORG));
        assertThat(poll().path("_links").has("deploymentBase")).isFalse();
        assertThat(poll().path("_links").has("deploymentBase")).isFalse();
        assertThat(shop.ledger.size(LogId.record(Shop.ORG)))
                .as("polls are not kept")
                .isEqualTo(before + 1);
        shop.advance(rollout);
        assertThat(poll().path("_links").path("deploymentBase").path("href").asString())
                .endsWith("/deploymentBase/" + action());
        assertThat(shop.orders()).containsExactly("dev1");
    }

    /** A poll asks the register less than the rest does; both must say the same. */
    @Test
    void aPollSeesWhatTheActionIs() {
        String rollout = rollOut(new Terms(Firmness.SOFT, Optional.of(Window.parse("12:00-13:00")), 0));
        agrees();
        shop.closes(device, rollout, OrderOutcome.EXPIRED, "expired");
        shop.advance(rollout);
        agrees();
        poll();
        agrees();
        shop.run(known -> Rollouts.stop(rollout, "", Shop.OPERATOR, known, shop.now));
        agrees();
        shop.shows(device, "1.0");
        agrees();
    }

    private void agrees() {
        database.read(tx -> {
            DdiRegister register = new DdiRegister(tx, Shop.ORG);
            assertThat(register.glance(device))
                    .isPresent()
                    .isEqualTo(register.action(device).map(DdiStore.Action::glance));
            return true;
        });
    }

    private Map<String, String> attributes() {
        return database.read(tx ->
                new DdiRegister(tx, Shop.ORG).attached(device).orElseThrow().attributes());
    }
}
