package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.Target;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.Terms;
import dev.muster.core.update.Window;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** hawkBit's device API over real TLS: what recorded clients sent, and what must not work. */
class DdiDoorTest {
    private static final RolloutPlan PLAN = new RolloutPlan(
            1, List.of(100), RolloutPlan.Limits.STANDARD, Duration.ofDays(1), RolloutPlan.STANDARD_PROOF, false, true);
    private static final String BASE = "/acme/controller/v1/dev1";

    @TempDir
    private Path dir;

    private final Map<String, String> tokens = new HashMap<>();
    private Database database;
    private Shop shop;
    private TestServer server;
    private HttpClient client;
    private DeviceId device = new DeviceId("dev1");

    @BeforeEach
    void start() throws IOException {
        database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
        shop = new Shop(database);
        device = shop.device("dev1", "");
        ArtifactStore artifacts = new ArtifactStore(dir.resolve("artifacts"));
        artifacts.put(Shop.ORG, new ByteArrayInputStream(Shop.image(2)));
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

    private String token(String path) {
        HttpResponse<byte[]> answer = TestServer.send(
                client,
                HttpRequest.newBuilder(server.console("/api/v1/acme/ddi/" + path))
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(201);
        return Json.tree(answer.body()).path("token").asString();
    }

    private HttpResponse<byte[]> send(String method, String path, String authorization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.device(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        return TestServer.send(client, request.build());
    }

    private HttpResponse<byte[]> send(String method, String path, String body) {
        return send(method, path, "TargetToken " + tokens.get("TargetToken"), body);
    }

    private JsonNode poll() {
        HttpResponse<byte[]> answer = send("GET", BASE, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    private String rollOut() {
        String rollout = shop.start(shop.release(2), PLAN);
        shop.advance(rollout);
        return rollout;
    }

    private long action() {
        return database.read(
                tx -> new DdiRegister(tx, Shop.ORG).action(device).orElseThrow().number());
    }

    private static String said(long action, String execution, String finished) {
        return "{\"id\":" + action + ",\"time\":\"20261128T225021\",\"status\":{\"result\":{\"finished\":\"" + finished
                + "\"},\"execution\":\"" + execution + "\",\"details\":[\"a line\"]}}";
    }

    private TargetState state(String rollout) {
        return shop.<Target>read(known -> known.target(rollout, device).orElseThrow())
                .state();
    }

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

    private JsonNode artifact() {
        return Json.tree(send("GET", BASE + "/deploymentBase/" + action(), "").body())
                .path("deployment")
                .path("chunks")
                .path(0)
                .path("artifacts")
                .path(0);
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

    private long entries() {
        return shop.ledger.size(LogId.record(Shop.ORG));
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
        shop.run(known -> Rollouts.stop(rollout, Shop.OPERATOR, known, shop.now));
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

    private String rollOut(Terms terms) {
        String rollout = shop.start(
                shop.release(2),
                new RolloutPlan(1, List.of(100), PLAN.limits(), PLAN.deadline(), PLAN.proof(), false, true, terms));
        shop.advance(rollout);
        return rollout;
    }

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

    private Map<String, String> attributes() {
        return database.read(tx ->
                new DdiRegister(tx, Shop.ORG).attached(device).orElseThrow().attributes());
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

    /** Every request of a recorded client, in order, with our ids; each is answered as the client needs it. */
    @ParameterizedTest
    @CsvSource({
        "swupdate-2022.12-noupdate, false",
        "swupdate-2022.12-deploy-ok, true",
        "swupdate-2022.12-confirm-c2, true",
        "swupdate-2022.12-cut, true",
        "rauc-hawkbit-updater-1.4-noupdate, false",
        "rauc-hawkbit-updater-1.4-deploy-ok, true",
        "rauc-hawkbit-updater-1.4-cut, true",
        "rauc-hawkbit-updater-1.4-skip, true",
        "rauc-hawkbit-updater-1.4-downloadonly, true",
        "swupdate-2022.12-skip, true",
        "swupdate-2022.12-downloadonly, true",
    })
    void whatRealClientsSentIsAnswered(String recording, boolean deployed) throws IOException {
        Path file = Path.of(System.getProperty("muster.vectors", "vectors"), "..", "cases", "ddi", recording + ".txt");
        assumeTrue(Files.exists(file), () -> "recordings of DDI clients are absent: " + file);
        if (deployed) {
            rollOut();
        }
        for (DdiRecording.Sent sent : DdiRecording.read(Files.readString(file, StandardCharsets.UTF_8))) {
            if (!deployed && sent.path().contains("deploymentBase")) {
                continue;
            }
            long action = deployed ? action() : 0;
            boolean ended = deployed && !poll().path("_links").has("deploymentBase");
            HttpResponse<byte[]> answer = TestServer.send(client, request(sent, action));
            if (ended && sent.path().contains("/deploymentBase/")) {
                assertThat(answer.statusCode()).isIn(200, 404, 410);
            } else {
                assertThat(answer.statusCode())
                        .as(sent.method() + " " + sent.path())
                        .isIn(200, 206, 416);
            }
        }
    }

    private HttpRequest request(DdiRecording.Sent sent, long action) {
        String path = sent.path()
                .replace("/DEFAULT/", "/acme/")
                .replaceAll("/(deploymentBase|cancelAction)/[0-9]+", "/$1/" + action)
                .replaceAll("\\?c=.*", "");
        if (path.contains("/artifacts/")) {
            String href =
                    artifact().path("_links").path("download").path("href").asString("");
            path = href.isEmpty() ? BASE : href.substring(href.indexOf(BASE));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.device(path))
                .method(
                        sent.method(),
                        sent.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(sent.body()));
        if (!sent.headers().containsKey("authorization")) {
            // It came by mutual TLS, which has its own tests.
            request.header("authorization", "TargetToken " + tokens.get("TargetToken"));
        }
        sent.headers().forEach((name, value) -> {
            if (name.equals("authorization")) {
                String kind = value.substring(0, value.indexOf(' '));
                request.header(name, kind + " " + tokens.get(kind));
            } else if (!Set.of("host", "content-length", "expect", "connection").contains(name)) {
                request.header(name, value);
            }
        });
        return request.build();
    }
}
