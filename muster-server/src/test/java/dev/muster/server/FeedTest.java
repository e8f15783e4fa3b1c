package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who has the address of a calendar reads that calendar, and nothing else, until somebody ends it. */
@Timeout(120)
class FeedTest {
    private static final String FEEDS = "/api/v1/demo/governance/feeds";

    @TempDir
    private Path parent;

    @Test
    void anAddressReadsOneCalendarUntilItIsEnded() throws Exception {
        Path data = parent.resolve("data");
        try (MusterServer server = ExchangePair.start(data, Map.of());
                ApiUser user = ApiUser.local(data, server);
                ApiUser nobody = new ApiUser(data, server.console(), "")) {
            String due = Instant.now().plus(Duration.ofDays(9)).toString();
            ExchangePair.product(user, "cam");
            ExchangePair.ok(user.post("/api/v1/demo/devices", Map.of("id", "cam-1", "product", "cam")));
            ExchangePair.ok(ExchangePair.move(user, "custody", "c-1", "open-request"));
            ExchangePair.ok(ExchangePair.move(
                    user, "custody", "c-1", "request-release", "device", "cam-1", "reason", "repair"));
            ExchangePair.ok(ExchangePair.move(user, "custody", "c-1", "set-deadline", "wipe-by", due));
            JsonNode all = ExchangePair.tree(user.post(FEEDS, Map.of()));
            JsonNode plans = ExchangePair.tree(user.post(FEEDS, Map.of("kind", "plan")));
            assertThat(user.post(FEEDS, Map.of("kind", "nonsense")).statusCode())
                    .isEqualTo(400);
            String path = all.path("path").asString();
            HttpResponse<String> calendar = nobody.get(path);
            assertThat(calendar.statusCode()).isEqualTo(200);
            assertThat(calendar.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/calendar"));
            assertThat(calendar.body())
                    .startsWith("BEGIN:VCALENDAR")
                    .contains("custody c-1")
                    .endsWith("END:VCALENDAR\r\n");
            assertThat(nobody.get(plans.path("path").asString()).body()).doesNotContain("custody");
            String token = path.substring(path.lastIndexOf('/') + 1);
            assertThat(nobody.get("/calendars/other/" + token).statusCode()).isEqualTo(404);
            assertThat(nobody.get(path + "x").statusCode()).isEqualTo(404);
            assertThat(new ApiUser(data, server.console(), token).get(FEEDS).statusCode())
                    .as("it signs nobody in")
                    .isEqualTo(401);
            String listed = ExchangePair.ok(user.get(FEEDS)).body();
            assertThat(listed).contains(all.path("id").asString()).doesNotContain(token);
            ExchangePair.ok(user.call("DELETE", FEEDS + "/" + all.path("id").asString(), new byte[0], "text/plain"));
            assertThat(nobody.get(path).statusCode()).isEqualTo(404);
            assertThat(nobody.get(plans.path("path").asString()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAddressEndsWithWhoMadeIt() throws Exception {
        Path data = parent.resolve("data");
        try (MusterServer server = ExchangePair.start(data, Map.of());
                ApiUser boss = ApiUser.local(data, server);
                ApiUser anna = new ApiUser(data, server.console(), boss.newOperator("demo", "anna", "OPERATOR"));
                ApiUser nobody = new ApiUser(data, server.console(), "")) {
            String hers =
                    ExchangePair.tree(anna.post(FEEDS, Map.of())).path("path").asString();
            String his =
                    ExchangePair.tree(boss.post(FEEDS, Map.of())).path("path").asString();
            assertThat(nobody.get(hers).statusCode()).isEqualTo(200);
            ExchangePair.ok(boss.call("DELETE", "/api/v1/demo/operators/anna", new byte[0], "text/plain"));
            assertThat(nobody.get(hers).statusCode()).isEqualTo(404);
            assertThat(nobody.get(his).statusCode()).isEqualTo(200);
            boss.newOperator("demo", "anna", "OPERATOR");
            assertThat(nobody.get(hers).statusCode())
                    .as("coming back brings it not back")
                    .isEqualTo(404);
        }
    }
}
