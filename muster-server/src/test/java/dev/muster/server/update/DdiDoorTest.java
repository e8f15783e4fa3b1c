package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.TargetState;
import dev.muster.server.http.Json;
import dev.muster.server.http.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** hawkBit's device API: what clients need, and what must not work. */
class DdiDoorTest extends DdiDoors {

    @Test
    void withoutTheRightTokenNothingIsSaid() {
        for (String bad : List.of(
                "",
                "TargetToken ",
                "TargetToken " + tokens.get("GatewayToken"),
                "GatewayToken " + tokens.get("TargetToken"),
                "Bearer " + tokens.get("TargetToken"))) {
            assertThat(send("GET", BASE, bad, "").statusCode()).as(bad).isEqualTo(401);
        }
        assertThat(send("GET", "/acme/controller/v1/dev2", "GatewayToken " + tokens.get("GatewayToken"), "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/ACME/controller/v1/dev1", "GatewayToken " + tokens.get("GatewayToken"), "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRetiredDeviceIsNobody() {
        shop.becomes(device, DeviceState.OPERATIONAL, DeviceState.RETIRED);
        assertThat(send("GET", BASE, "").statusCode()).isEqualTo(401);
    }

    @Test
    void pollingOffersWhatARolloutOffersAndNothingElse() {
        assertThat(poll().path("_links").has("deploymentBase")).isFalse();
        assertThat(poll().path("config").path("polling").path("sleep").asString())
                .matches("\\d\\d:\\d\\d:\\d\\d");
        assertThat(poll().path("_links").has("configData")).isTrue();
        rollOut();
        String href = poll().path("_links").path("deploymentBase").path("href").asString();
        assertThat(href)
                .isEqualTo(server.device(BASE + "/deploymentBase/" + action()).toString());
        JsonNode artifact = artifact();
        assertThat(artifact.path("hashes").path("sha1").asString()).hasSize(40);
        assertThat(artifact.path("size").asLong()).isEqualTo(Shop.image(2).length);
    }

    @Test
    void artifactsAreServedWholeInRangesAndByHead() {
        rollOut();
        String href = artifact().path("_links").path("download").path("href").asString();
        String path = href.substring(href.indexOf(BASE));
        assertThat(send("GET", path, "").body()).isEqualTo(Shop.image(2));
        assertThat(send("HEAD", path, "").headers().firstValue("content-length"))
                .contains(Integer.toString(Shop.image(2).length));
        HttpResponse<byte[]> range = TestServer.send(
                client,
                HttpRequest.newBuilder(server.device(path))
                        .header("authorization", "TargetToken " + tokens.get("TargetToken"))
                        .header("range", "bytes=3-")
                        .build());
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).hasSize(Shop.image(2).length - 3);
        assertThat(send("GET", path.replace("/softwaremodules/" + action(), "/softwaremodules/1"), "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDevicesLastWordIsAClaimAndProgressWritesNothing() {
        String rollout = rollOut();
        String feedback = BASE + "/deploymentBase/" + action() + "/feedback";
        long before = entries();
        for (int i = 0; i < 20; i++) {
            assertThat(send("POST", feedback, said(action(), "proceeding", "none"))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(entries()).isEqualTo(before);
        assertThat(send("POST", feedback, said(action(), "closed", "success")).statusCode())
                .isEqualTo(200);
        assertThat(state(rollout)).isEqualTo(TargetState.REPORTED);
        assertThat(send("POST", feedback, said(action(), "closed", "success")).statusCode())
                .isEqualTo(200);
        assertThat(send("POST", feedback, said(action(), "closed", "failure")).statusCode())
                .isEqualTo(410);
        assertThat(entries()).isEqualTo(before + 1);
        assertThat(poll().path("_links").has("deploymentBase")).isFalse();
        shop.advance(rollout);
        assertThat(state(rollout)).isEqualTo(TargetState.CLAIMED);
    }

    @Test
    void aFailureIsCounted() {
        String rollout = rollOut();
        assertThat(send("POST", BASE + "/deploymentBase/" + action() + "/feedback", said(action(), "closed", "failure"))
                        .statusCode())
                .isEqualTo(200);
        shop.advance(rollout);
        assertThat(state(rollout)).isEqualTo(TargetState.FAILED);
        assertThat(shop.<RolloutState>read(
                        known -> known.rollout(rollout).orElseThrow().state()))
                .isEqualTo(RolloutState.PAUSED);
    }

    @Test
    void aStoppedRolloutIsCancelledOnce() {
        String rollout = rollOut();
        shop.run(known -> Rollouts.stop(rollout, "", Shop.OPERATOR, known, shop.now));
        assertThat(poll().path("_links").has("deploymentBase")).isFalse();
        assertThat(poll().path("_links").path("cancelAction").path("href").asString())
                .endsWith("/cancelAction/" + action());
        JsonNode cancel =
                Json.tree(send("GET", BASE + "/cancelAction/" + action(), "").body());
        assertThat(cancel.path("cancelAction").path("stopId").asString())
                .isEqualTo(cancel.path("id").asString());
        assertThat(send("POST", BASE + "/cancelAction/" + action() + "/feedback", said(action(), "closed", "success"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(poll().path("_links").has("cancelAction")).isFalse();
    }

    @Test
    void attributesAreKeptWhenTheyAreNewAndNotTooOften() {
        String one = "{\"id\":\"\",\"data\":{\"serial\":\"cam-07\"}}";
        String two = "{\"data\":{\"serial\":\"cam-08\"}}";
        long before = entries();
        assertThat(send("PUT", BASE + "/configData", one).statusCode()).isEqualTo(200);
        assertThat(send("PUT", BASE + "/configData", one).statusCode()).isEqualTo(200);
        assertThat(send("PUT", BASE + "/configData", two).statusCode()).isEqualTo(200);
        assertThat(entries()).isEqualTo(before + 1);
        shop.later(Duration.ofMinutes(2));
        send("PUT", BASE + "/configData", two);
        assertThat(entries()).isEqualTo(before + 2);
        assertThat(poll().path("_links").has("configData")).isFalse();
    }
}
