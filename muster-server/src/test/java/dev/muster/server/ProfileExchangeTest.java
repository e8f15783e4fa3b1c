package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.governance.MaintenanceProfile;
import dev.muster.testing.Waiting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A maker publishes how its product is maintained; the operator approves that, and the work begins by itself. */
@Timeout(180)
class ProfileExchangeTest extends ExchangePair {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final byte[] PROFILE = """
        {"tasks": [{"kind": "local", "task": "clean the lens", "every": "P90D"},
         {"kind": "review", "task": "see why it was cut off", "event": "devices.state=quarantined"}]}\
        """.getBytes(StandardCharsets.UTF_8);

    @Test
    void aPublishedProfileBeginsReviewsAndWorkOfItself() throws Exception {
        product(atOperator, "cam");
        inService("cam-31");
        ok(atOperator.post("/api/v1/demo/devices", Map.of("id", "cam-32", "product", "cam")));
        publish("prof", "maintenance-profile", "cam", "customer", PROFILE, MaintenanceProfile.MEDIA_TYPE);
        HttpResponse<String> bad = atMaker.call(
                "POST",
                "/api/v1/demo/exchange/papers/prof",
                "{\"tasks\": [{}]}".getBytes(StandardCharsets.UTF_8),
                MaintenanceProfile.MEDIA_TYPE);
        assertThat(bad.statusCode()).as(bad.body()).isEqualTo(400);
        ask();
        String document = tree(atOperator.get("/api/v1/demo/exchange/received"))
                .path("papers")
                .path(0)
                .path("record")
                .asString();
        assertThat(plans("active")).as("nobody here has approved it").isEmpty();

        ok(move(people.get("operator/approver"), "document", document, "approve"));
        Waiting.until(
                "plans of the device in service", SOON, () -> plans("active").size() == 2);
        assertThat(plans("active"))
                .allSatisfy(plan -> {
                    assertThat(plan.path("fields").path("device").asString()).isEqualTo("cam-31");
                    assertThat(plan.path("fields").path("profile").asString()).isEqualTo(document);
                    assertThat(plan.path("fields").path("source").asString()).contains("maintenance-profile of cam 1");
                })
                .anySatisfy(plan ->
                        assertThat(plan.path("fields").path("next").asString()).isNotEmpty());

        inService("cam-32");
        Waiting.until(
                "one that comes into service has them too",
                SOON,
                () -> plans("active").size() == 4);
        ok(atOperator.post("/api/v1/demo/devices/cam-31/quarantine", Map.of("reason", "looks odd")));
        Waiting.until("the event began a review", SOON, () -> orders().size() == 1);
        JsonNode order = orders().getFirst().path("fields");
        assertThat(order.path("kind").asString()).isEqualTo("review");
        assertThat(order.path("task").asString()).isEqualTo("see why it was cut off");
        assertThat(order.path("trigger").asString()).isEqualTo("event devices.state=quarantined");

        ok(atOperator.post("/api/v1/demo/devices/cam-32/retire", Map.of("reason", "sold")));
        Waiting.until("a retired device has none", SOON, () -> plans("ended").size() == 2);
        ok(move(people.get("maker/approver"), "document", "prof", "withdraw"));
        ask();
        Waiting.until("they end with the paper", SOON, () -> plans("ended").size() == 4);
        assertThat(plans("active")).isEmpty();
    }

    private void inService(String device) throws Exception {
        if (atOperator.get("/api/v1/demo/devices/" + device).statusCode() == 404) {
            ok(atOperator.post("/api/v1/demo/devices", Map.of("id", device, "product", "cam")));
        }
        for (String state : List.of("joining", "operational")) {
            ok(atOperator.post("/api/v1/demo/devices/" + device + "/state", Map.of("state", state, "reason", "test")));
        }
    }

    private List<JsonNode> plans(String state) {
        return records("plan?state=" + state);
    }

    private List<JsonNode> orders() {
        return records("work-order?state=requested");
    }

    private List<JsonNode> records(String which) {
        try {
            return tree(atOperator.get("/api/v1/demo/governance/" + which))
                    .path("records")
                    .valueStream()
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
