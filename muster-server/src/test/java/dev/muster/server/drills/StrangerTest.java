package dev.muster.server.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.drills.DoorsTried.Trial;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Gate;
import dev.muster.server.http.Need;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.topic.Site;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A trial that cannot fail shows nothing: each comes out otherwise at a server that is as it should not be. */
class StrangerTest {
    private static Map<String, String> trials(Routes console, Gate gate, Routes devices) {
        try (TestServer server = TestServer.start(console, gate, devices)) {
            Site.Ports ports = new Site.Ports(
                    server.console("/").getPort(), server.device("/").getPort());
            Knock knock = new Knock(server.clientTls(null).getSocketFactory(), "localhost");
            Map<String, String> came = new TreeMap<>();
            new Stranger(knock, ports)
                    .make(new OrgId("acme"), Instant.now())
                    .forEach(trial -> came.put(trial.name(), trial.came() + " " + trial.detail()));
            return came;
        }
    }

    private static Routes reading() {
        return new Routes().get("/api/v1/{org}/posture", Need.READ, request -> Response.json(Map.of("devices", 3)));
    }

    @Test
    void aServerThatKeepsItsDoorsShutHoldsEveryTrial() {
        Map<String, String> came = trials(reading(), Gate.CLOSED, new Routes());
        assertThat(came).containsOnlyKeys("reads", "writes", "old-tls", "page", "errors", "malformed");
        assertThat(came).allSatisfy((_, what) -> assertThat(what).startsWith(Trial.HELD));
    }

    @Test
    void aServerThatTellsAndTakesFromAnybodyDoesNot() {
        Routes console = reading()
                .post("/api/v1/{org}/rollouts", Need.WRITE, request -> Response.json(Map.of("id", "ro-1")))
                .post(
                        "/passkey/sign-in",
                        Need.NOTHING,
                        request -> Response.of(
                                500,
                                "text/plain",
                                "IllegalStateException at dev.muster.X".getBytes(StandardCharsets.UTF_8)))
                .get(
                        "/",
                        Need.NOTHING,
                        request -> Response.html("<p>")
                                .with("content-security-policy", "default-src *")
                                .with("strict-transport-security", ""));
        Map<String, String> came =
                trials(console, (request, need) -> new Caller("operator/anybody", Set.of()), new Routes());
        assertThat(came.get("reads")).startsWith("gave not held: posture 200");
        assertThat(came.get("writes")).startsWith("gave not held: a rollout 200");
        assertThat(came.get("errors")).startsWith("gave not held: error 500");
        assertThat(came.get("page")).startsWith("gave not held: scripts");
    }

    @Test
    void nobodyThereIsUnclearAndNoPass() {
        Knock nobody =
                new Knock((javax.net.ssl.SSLSocketFactory) javax.net.ssl.SSLSocketFactory.getDefault(), "localhost");
        assertThat(new Stranger(nobody, new Site.Ports(1, 1)).make(new OrgId("acme"), Instant.now()))
                .allSatisfy(trial -> assertThat(trial.came()).isEqualTo(Trial.UNCLEAR));
    }
}
