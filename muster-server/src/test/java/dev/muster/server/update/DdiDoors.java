package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.Target;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.Terms;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.tree.LogId;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The doors of hawkBit's device API over real TLS, a device with its token, and what a client would say. */
abstract class DdiDoors {
    static final RolloutPlan PLAN = new RolloutPlan(
            1, List.of(100), RolloutPlan.Limits.STANDARD, Duration.ofDays(1), RolloutPlan.STANDARD_PROOF, false, true);
    static final String BASE = "/acme/controller/v1/dev1";

    @TempDir
    Path dir;

    final Map<String, String> tokens = new HashMap<>();
    Database database;
    Shop shop;
    TestServer server;
    HttpClient client;
    DeviceId device = new DeviceId("dev1");

    @BeforeEach
    void start() throws IOException {
        database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
        shop = new Shop(database);
        device = shop.device("dev1", "");
        ArtifactStore artifacts = new ArtifactStore(dir.resolve("artifacts"));
        artifacts.put(Shop.ORG, new ByteArrayInputStream(Shop.image(2)), Shop.START);
        UpdateDevices nobody = (request, org, use) -> {
            throw Problem.of(401, "certificate-missing", "No certificate.").refuse();
        };
        DdiAccess access = new DdiAccess(nobody, database);
        InstantSource clock = () -> shop.now;
        Routes doors = new Routes();
        new DdiDoor(access, artifacts, database, shop.ledger.shell(), clock).addTo(doors);
        new DdiArtifactDoor(access, artifacts, database).addTo(doors);
        Routes console = new Routes();
        new DdiApi((org, id, product, by) -> {}, shop.ledger.shell(), clock, new SecureRandom()).addTo(console);
        server = TestServer.start(console, (request, need) -> new Caller(Shop.OPERATOR, Set.of()), doors);
        client = server.client(null);
        tokens.put("TargetToken", token("devices/dev1"));
        tokens.put("GatewayToken", token("gateway"));
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
        shop.close();
        database.close();
    }

    String token(String path) {
        HttpResponse<byte[]> answer = TestServer.send(
                client,
                HttpRequest.newBuilder(server.console("/api/v1/acme/ddi/" + path))
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(201);
        return Json.tree(answer.body()).path("token").asString();
    }

    HttpResponse<byte[]> send(String method, String path, String authorization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.device(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        return TestServer.send(client, request.build());
    }

    HttpResponse<byte[]> send(String method, String path, String body) {
        return send(method, path, "TargetToken " + tokens.get("TargetToken"), body);
    }

    JsonNode poll() {
        HttpResponse<byte[]> answer = send("GET", BASE, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    String rollOut() {
        String rollout = shop.start(shop.release(2), PLAN);
        shop.advance(rollout);
        return rollout;
    }

    long action() {
        return database.read(
                tx -> new DdiRegister(tx, Shop.ORG).action(device).orElseThrow().number());
    }

    static String said(long action, String execution, String finished) {
        return "{\"id\":" + action + ",\"time\":\"20261128T225021\",\"status\":{\"result\":{\"finished\":\"" + finished
                + "\"},\"execution\":\"" + execution + "\",\"details\":[\"a line\"]}}";
    }

    TargetState state(String rollout) {
        return shop.<Target>read(known -> known.target(rollout, device).orElseThrow())
                .state();
    }

    JsonNode artifact() {
        return Json.tree(send("GET", BASE + "/deploymentBase/" + action(), "").body())
                .path("deployment")
                .path("chunks")
                .path(0)
                .path("artifacts")
                .path(0);
    }

    long entries() {
        return shop.ledger.size(LogId.record(Shop.ORG));
    }

    String rollOut(Terms terms) {
        String rollout = shop.start(
                shop.release(2),
                new RolloutPlan(1, List.of(100), PLAN.limits(), PLAN.deadline(), PLAN.proof(), false, true, terms));
        shop.advance(rollout);
        return rollout;
    }
}
