package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import dev.muster.testing.Waiting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole server: what happens in a topic becomes a matter, a person takes it, and nothing that is secret is shown. */
@Timeout(120)
class NoticesTest {
    @TempDir
    Path data;

    private static JsonNode tree(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 202, 204);
        return Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEmergencyIsHeardOfTakenAndSettled() throws Exception {
        Path folder = data.resolve("data");
        try (MusterServer server = MusterServer.start(ServerConfig.load(
                        folder, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
                ApiUser user = ApiUser.local(folder, server)) {
            String base = "/api/v1/demo/notices";
            JsonNode made = tree(user.post(
                    base + "/subscriptions/hook",
                    Map.of("channel", "webhook", "target", "https://hooks.example/T0K3N", "weight", "warning")));
            String secret = made.path("secret").asString();
            assertThat(secret).startsWith("whsec_");
            assertThat(user.post(base + "/subscriptions/x", Map.of("channel", "webhook", "target", "http://a/b"))
                            .body())
                    .contains("target-invalid");
            assertThat(user.post(base + "/subscriptions/x", Map.of("channel", "mail", "target", "a@b\r\nBcc: c@d"))
                            .body())
                    .contains("target-invalid");
            grant(user, folder, server);
            work(user, "w1", "open-request");
            HttpResponse<String> began = work(user, "w1", "emergency");
            assertThat(began.statusCode()).as(began.body()).isEqualTo(200);
            Waiting.until(
                    "the matter is open",
                    Duration.ofSeconds(20),
                    () -> user.get(base).body().contains("emergency-work"));
            JsonNode messages = tree(user.get(base + "/messages")).path("messages");
            assertThat(messages.toString()).contains("work-order/w1", "\"hook\"");
            assertThat(user.post(base + "/take", Map.of("kind", "emergency-work", "subject", "work-order/w1"))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(user.get(base).body()).contains("\"owner\":\"operator/");
            assertThat(user.post(base + "/take", Map.of("kind", "emergency-work", "subject", "work-order/w2"))
                            .statusCode())
                    .isEqualTo(404);
            String page = user.get("/o/demo/notices").body();
            assertThat(page).contains("1 matter is open", "began without approval", "https://hooks.example/…");
            String everything = user.get(base).body()
                    + user.get(base + "/subscriptions").body()
                    + user.get(base + "/messages").body()
                    + user.get("/api/v1/demo/entries?limit=500").body()
                    + page;
            assertThat(everything).doesNotContain("T0K3N", secret, secret.substring("whsec_".length()));
        }
    }

    private static void grant(ApiUser user, Path folder, MusterServer server) throws Exception {
        String me = "operator/tech";
        user.post(
                "/api/v1/demo/governance/role-grant/t/open-request",
                Map.of("fields", Map.of("person", me, "role", "technician", "until", "2099-01-01T00:00:00Z")));
        try (ApiUser other = new ApiUser(folder, server.console(), user.newOperator("demo", "adm", "ADMINISTRATOR"))) {
            assertThat(other.post("/api/v1/demo/governance/role-grant/t/grant", Map.of())
                            .statusCode())
                    .isEqualTo(200);
        }
        tech = user.newOperator("demo", "tech", "OPERATOR");
        at = server;
        where = folder;
        user.post(
                "/api/v1/demo/products",
                Map.of(
                        "id", "cam",
                        "name", "cam",
                        "maker", "Lens",
                        "model", "cam",
                        "supportFrom", "2026-01-01T00:00:00Z",
                        "supportUntil", "2099-01-01T00:00:00Z"));
        assertThat(user.post("/api/v1/demo/devices", Map.of("id", "cam-1", "product", "cam"))
                        .statusCode())
                .isIn(200, 201, 204);
    }

    private static String tech = "";
    private static MusterServer at;
    private static Path where;

    private static HttpResponse<String> work(ApiUser owner, String id, String transition) throws Exception {
        String path = "/api/v1/demo/governance/work-order/" + id + "/" + transition;
        if (transition.equals("open-request")) {
            return owner.post(path, Map.of());
        }
        try (ApiUser technician = new ApiUser(where, at.console(), tech)) {
            return technician.post(
                    path,
                    Map.of(
                            "reason",
                            "the crossing is dark",
                            "fields",
                            Map.of(
                                    "device",
                                    "cam-1",
                                    "kind",
                                    "repair",
                                    "task",
                                    "power",
                                    "trigger",
                                    "fault",
                                    "retro-due",
                                    Instant.now().plus(Duration.ofHours(4)).toString(),
                                    "window-end",
                                    Instant.now().plus(Duration.ofHours(4)).toString())));
        }
    }
}
