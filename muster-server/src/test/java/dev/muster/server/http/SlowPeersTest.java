package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Actor;
import dev.muster.server.http.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that send or take nothing, or too much at once: they lose their connection, and nobody else notices. */
class SlowPeersTest {
    private static final int SLOW = 60;
    private static final int LARGE_BYTES = 8 << 20;

    @TempDir
    static Path files;

    private static TestServer server;
    private static final CountDownLatch STUCK = new CountDownLatch(1);

    @BeforeAll
    static void start() throws Exception {
        Path large = Files.write(files.resolve("large"), new byte[LARGE_BYTES]);
        Routes routes = new Routes()
                .get("/now", Need.NOTHING, r -> Response.text("now"))
                .post("/echo", Need.NOTHING, r -> Response.text(r.body().length + " bytes"))
                .get(
                        "/large",
                        Need.NOTHING,
                        r -> Response.file(large, "application/octet-stream").with("etag", "\"one\""))
                .get("/stuck", Need.NOTHING, r -> {
                    await(STUCK);
                    return Response.text("stuck");
                })
                .get("/device", Need.NOTHING, r -> {
                    r.recognised(Actor.device("one"));
                    return Response.text("device");
                });
        server = TestServer.start(
                new Routes(),
                Gate.CLOSED,
                routes,
                HttpLimits.STANDARD
                        .withPatience(Duration.ofSeconds(2), 1 << 20)
                        .withStrangers(200, 150)
                        // Fewer than handlers: whoever is too many is told so and never waits behind those that are
                        // stuck.
                        .withExchanges(90, 90));
    }

    @AfterAll
    static void stop() {
        STUCK.countDown();
        server.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SSLSocket connect() throws IOException {
        return connect(server);
    }

    private static SSLSocket connect(TestServer to) throws IOException {
        SSLSocket socket = (SSLSocket) to.clientTls(null)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), to.device("/").getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static SSLSocket say(String text) throws IOException {
        SSLSocket socket = connect();
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static String allFrom(SSLSocket socket) {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException reset) {
            return "";
        }
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.device(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUpAndHoldsNobody() throws Exception {
        List<SSLSocket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            slow.add(say("POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\nx"));
        }
        assertThat(Thread.getAllStackTraces().values().stream()
                        .filter(stack -> stack.length > 0
                                && List.of(stack).stream()
                                        .anyMatch(at -> at.getClassName().equals(Arrival.class.getName())))
                        .count())
                .as("one of them may just have brought its byte; none waits for the next")
                .isLessThan(SLOW / 10);
        assertThat(get("/now").statusCode()).isEqualTo(200);
        for (SSLSocket socket : slow) {
            assertThat(allFrom(socket)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void anAnswerThatIsNotTakenIsCutOff() throws Exception {
        List<SSLSocket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            slow.add(say("GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n"));
        }
        assertThat(get("/now").statusCode()).isEqualTo(200);
        Thread.sleep(Duration.ofSeconds(5));
        for (SSLSocket socket : slow) {
            assertThat(allFrom(socket).length()).isLessThan(LARGE_BYTES);
        }
        assertThat(get("/large").body()).hasSize(LARGE_BYTES);
    }

    @Test
    void oneNetworkHasOnlySoManyConnections() throws Exception {
        Routes routes = new Routes().get("/now", Need.NOTHING, r -> Response.text("now"));
        // Few, and patient: on a slow machine the first must not be given up before the last is there.
        HttpLimits few = HttpLimits.STANDARD.withStrangers(200, 20);
        List<SSLSocket> idle = new ArrayList<>();
        try (TestServer other = TestServer.start(new Routes(), Gate.CLOSED, routes, few)) {
            for (int i = 0; i < 20; i++) {
                idle.add(connect(other));
            }
            // They are opened side by side: the one that asks may get a place before the last of them, and then frees
            // it.
            boolean refused = refusedToTalk(other);
            for (int i = 0; i < 100 && !refused; i++) {
                idle.add(connect(other));
                Thread.sleep(Duration.ofMillis(100));
                refused = refusedToTalk(other);
            }
            assertThat(refused).isTrue();
            for (SSLSocket socket : idle) {
                socket.close();
            }
            assertThat(talksAgain(other)).isTrue();
        }
    }

    private static boolean talksAgain(TestServer other) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (!refusedToTalk(other)) {
                return true;
            }
            Thread.sleep(Duration.ofMillis(100));
        }
        return false;
    }

    private static boolean refusedToTalk(TestServer other) {
        try (SSLSocket socket = connect(other)) {
            socket.startHandshake();
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void whatStrangersTakeIsNotTheDevices() throws Exception {
        try (HttpClient device = server.client(HttpServerTest.selfMade());
                HttpClient stranger = server.client(null)) {
            HttpRequest known = HttpRequest.newBuilder(server.device("/device")).build();
            assertThat(TestServer.send(device, known).statusCode()).isEqualTo(200);
            List<CompletableFuture<HttpResponse<Void>>> stuck = new ArrayList<>();
            List<HttpClient> others = new ArrayList<>();
            for (int c = 0; c < 5; c++) {
                HttpClient other = server.client(null);
                others.add(other);
                TestServer.send(
                        other, HttpRequest.newBuilder(server.device("/now")).build());
                for (int i = 0; i < 25; i++) {
                    stuck.add(other.sendAsync(
                            HttpRequest.newBuilder(server.device("/stuck")).build(),
                            HttpResponse.BodyHandlers.discarding()));
                }
            }
            HttpRequest now = HttpRequest.newBuilder(server.device("/now")).build();
            HttpResponse<byte[]> refused = TestServer.send(stranger, now);
            for (int i = 0; i < 100 && refused.statusCode() == 200; i++) {
                Thread.sleep(Duration.ofMillis(50));
                refused = TestServer.send(stranger, now);
            }
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(TestServer.send(device, known).statusCode()).isEqualTo(200);
            STUCK.countDown();
            for (var one : stuck) {
                assertThat(one.get(30, TimeUnit.SECONDS).statusCode()).isIn(200, 429);
            }
            others.forEach(HttpClient::shutdownNow);
        }
    }

    @Test
    void anotherHostIsMisdirected() throws Exception {
        assertThat(allFrom(say("GET /now HTTP/1.1\r\nhost: elsewhere\r\nconnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    void aLineEndWithoutCarriageReturnIsRefused() throws Exception {
        assertThat(allFrom(say("GET /now HTTP/1.1\nhost: localhost\nconnection: close\n\n")))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aProtocolNobodySpeaksEndsTheHandshake() throws Exception {
        try (SSLSocket socket = connect()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"gopher"});
            socket.setSSLParameters(parameters);
            // The engine closes without sending the alert that it made: see CONFORMANCE.
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        assertThat(get("/large", "if-none-match", "\"zero\", W/\"one\"").statusCode())
                .isEqualTo(304);
        assertThat(get("/large", "if-none-match", "\"two\"").statusCode()).isEqualTo(200);
        assertThat(get("/large", "range", "bytes=0-9", "if-range", "\"one\"").statusCode())
                .isEqualTo(206);
        assertThat(get("/large", "range", "bytes=0-9", "if-range", "\"two\"").statusCode())
                .isEqualTo(200);
        assertThat(get("/large", "range", "bytes=0-9", "if-range", "Sat, 29 Oct 1994 19:43:31 GMT")
                        .statusCode())
                .isEqualTo(200);
    }
}
