package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole server knocks at its own doors, and what it sees is a fact of every device's verdicts. */
@Timeout(120)
class DrillsTest {
    @TempDir
    Path data;

    private static JsonNode tree(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theDoorsHoldAndThePlanIsKept() throws Exception {
        Path folder = data.resolve("data");
        try (MusterServer server = MusterServer.start(ServerConfig.load(
                        folder, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
                ApiUser user = ApiUser.local(folder, server)) {
            assertThat(tree(user.get("/api/v1/demo/drills")).path("doors")).isEmpty();
            assertThat(user.call("PUT", "/api/v1/demo/drills", Json.bytes(Map.of("everyHours", 0)))
                            .body())
                    .contains("hours-invalid");
            assertThat(user.call("PUT", "/api/v1/demo/drills", Json.bytes(Map.of("devices", List.of("../x"))))
                            .body())
                    .contains("devices-invalid");
            tree(user.call(
                    "PUT",
                    "/api/v1/demo/drills",
                    Json.bytes(Map.of("everyHours", 24, "devices", List.of("cam-2", "cam-1", "cam-2")))));
            JsonNode drills = tree(user.post("/api/v1/demo/drills/run", Map.of()));
            assertThat(drills.path("devices").toString()).isEqualTo("[\"cam-1\",\"cam-2\"]");
            assertThat(drills.path("drills").toString())
                    .as("devices that are not there are not drilled")
                    .contains("\"lastBegun\":null");
            for (JsonNode trial : drills.path("doors")) {
                boolean told = trial.path("name").asString().endsWith("told");
                assertThat(trial.path("came").asString()).as(trial.toString()).isEqualTo(told ? "unclear" : "held");
            }
            assertThat(drills.path("doors")).hasSize(9);
            assertThat(user.get("/o/demo/drills").body()).contains("The doors hold", "old-tls", "cam-2");
            JsonNode posture = tree(user.get("/api/v1/demo/posture?source=NIST-CORE"));
            assertThat(posture.toString()).contains("\"requirement\":\"NIST-CORE/NIST-SA-3\"");
            for (JsonNode row : posture.path("requirements")) {
                if (row.path("requirement").asString().equals("NIST-CORE/NIST-SA-3")) {
                    assertThat(row.path("verdict").asString()).isEqualTo("PARTLY");
                    assertThat(row.path("live").asInt(0)).isEqualTo(1);
                }
            }
        }
    }
}
