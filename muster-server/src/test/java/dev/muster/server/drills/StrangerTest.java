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
import dev.muster.server.outbound.HostAuthorities;
import dev.muster.server.topic.Site;
import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial that cannot fail shows nothing: each comes out otherwise at a server that is as it should not be. */
class StrangerTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private static Map<String, String> trials(Routes console, Gate gate, Routes devices) {
        try (TestServer server = TestServer.start(console, gate, devices)) {
            Site.Ports ports = new Site.Ports(
                    server.console("/").getPort(), server.device("/").getPort());
            Knock knock = new Knock(server.clientTls(null).getSocketFactory(), "localhost");
            return came(new Stranger(knock, ports));
        }
    }

    private static Map<String, String> came(Stranger stranger) {
        Map<String, String> came = new TreeMap<>();
        stranger.make(new OrgId("acme"), Instant.now())
                .forEach(trial -> came.put(trial.name(), trial.came() + " " + trial.detail()));
        return came;
    }

    private static Routes reading() {
        return new Routes().get("/api/v1/{org}/posture", Need.READ, request -> Response.json(Map.of("devices", 3)));
    }

    @Test
    void aServerThatKeepsItsDoorsShutHoldsEveryTrial() {
        Map<String, String> came = trials(reading(), Gate.CLOSED, new Routes());
        assertThat(came).containsOnlyKeys("reads", "writes", "old-tls", "page", "errors", "malformed", "crowd");
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

    /** Debian's own server program, told to be as careless as it can. */
    @Test
    void aListenerThatTakesOldTlsAndAnythingAsARequestDoesNot() throws Exception {
        Needs.tool("openssl", "what trials come to at a listener that takes TLS 1.1");
        Peer.Result made = Peer.run(
                folder,
                LONGEST,
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out"
                                + " cert.pem -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2")
                        .split(" "));
        assertThat(made.status()).as(made.out()).isZero();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Peer _ = Peer.start(
                folder,
                Map.of(),
                List.of(("openssl s_server -www -accept 127.0.0.1:" + port + " -cert cert.pem -key key.pem"
                                + " -min_protocol TLSv1.1 -cipher ALL:@SECLEVEL=0")
                        .split(" ")))) {
            Waiting.until("it listens", LONGEST, () -> listens(port));
            Map<String, String> came = came(new Stranger(
                    new Knock(HostAuthorities.trusted("careless", folder, "cert.pem"), "localhost"),
                    new Site.Ports(port, port)));
            assertThat(came.get("old-tls")).startsWith("gave not held: TLS 1.1");
            assertThat(came.get("malformed")).startsWith("gave not held: no host 200");
            assertThat(came.get("crowd"))
                    .as("it serves one after the other")
                    .startsWith("gave not held: an answer beside 64");
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A listener without TLS that keeps its connections open. */
    @Test
    void aListenerThatAnswersInClearDoesNot() throws Exception {
        List<Socket> open = new CopyOnWriteArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket one = listener.accept();
                        open.add(one);
                        one.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            Map<String, String> came = came(new Stranger(
                    new Knock((SSLSocketFactory) SSLSocketFactory.getDefault(), "localhost"),
                    new Site.Ports(listener.getLocalPort(), listener.getLocalPort())));
            assertThat(came.get("old-tls")).startsWith("gave not held: cleartext");
        }
        for (Socket one : open) {
            one.close();
        }
    }

    @Test
    void nobodyThereIsUnclearAndNoPass() {
        Knock nobody = new Knock((SSLSocketFactory) SSLSocketFactory.getDefault(), "localhost");
        assertThat(new Stranger(nobody, new Site.Ports(1, 1)).make(new OrgId("acme"), Instant.now()))
                .allSatisfy(trial -> assertThat(trial.came()).isEqualTo(Trial.UNCLEAR));
    }
}
