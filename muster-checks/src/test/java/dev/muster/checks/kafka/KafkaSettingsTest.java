package dev.muster.checks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole server exports to the broker that its settings name, and says when it cannot. */
class KafkaSettingsTest {
    @TempDir
    Path work;

    private JsonNode eventually(Predicate<JsonNode> wanted) throws InterruptedException {
        try (ApiClient api = ApiClient.open(new DataDir(work.resolve("data")))) {
            JsonNode health = api.get("/api/v1/demo/log/health");
            for (int i = 0; i < 600 && !wanted.test(health); i++) {
                Thread.sleep(100);
                health = api.get("/api/v1/demo/log/health");
            }
            assertThat(wanted.test(health)).as(health.toString()).isTrue();
            return health;
        }
    }

    private static JsonNode export(JsonNode health) {
        return health.path("followers")
                .valueStream()
                .filter(follower -> follower.path("name").asString().equals("export-kafka-entries-of-demo"))
                .findFirst()
                .orElse(health.path("nothing"));
    }

    private static boolean caughtUp(JsonNode health) {
        JsonNode export = export(health);
        return export.path("next").asLong(0) > 0
                && export.path("next").asLong() == export.path("size").asLong();
    }

    private void oneMoreEntry(String product) {
        try (ApiClient api = ApiClient.open(new DataDir(work.resolve("data")))) {
            api.post(
                    "/api/v1/demo/products",
                    Map.of(
                            "id", product,
                            "name", "Camera",
                            "maker", "Acme",
                            "model", product,
                            "supportFrom", "2026-01-01T00:00:00Z",
                            "supportUntil", "2099-01-01T00:00:00Z"));
        }
    }

    @Test
    @Timeout(240)
    void entriesArriveAndABrokerThatIsGoneIsNamed() throws Exception {
        Path properties = work.resolve("producer.properties");
        Files.writeString(properties, "delivery.timeout.ms=4000\nrequest.timeout.ms=2000\nmax.block.ms=4000\n");
        try (Broker broker = Broker.start(Files.createDirectory(work.resolve("kafka")));
                MusterServer server = MusterServer.start(ServerConfig.load(
                        work.resolve("data"),
                        Map.of(
                                "http.console-port",
                                "0",
                                "http.device-port",
                                "0",
                                "ledger.export.kafka.bootstrap",
                                String.valueOf(broker.settings().get("bootstrap.servers")),
                                "ledger.export.kafka.topic",
                                "entries_of.demo",
                                "ledger.export.kafka.properties",
                                properties.toString()),
                        Map.of()))) {
            assertThat(server.console()).isNotNull();
            eventually(KafkaSettingsTest::caughtUp);
            broker.kill();
            oneMoreEntry("cam-1");
            JsonNode away = eventually(health -> export(health).path("failures").asLong() > 0);
            assertThat(away.path("state").asString()).isEqualTo("attention");
            assertThat(away.path("troubles").toString()).contains("export-kafka-entries-of-demo");
            broker.run();
            eventually(health -> caughtUp(health) && health.path("troubles").isEmpty());
        }
    }
}
