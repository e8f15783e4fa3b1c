package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.server.config.StartFailure;
import dev.muster.server.http.testing.TestServer;
import dev.muster.testing.TestFolders;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
    private static final String FILE_TEXT = "0123456789";

    @TempDir
    static Path files;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.writeString(files.resolve("digits"), FILE_TEXT);
        Routes routes = new Routes()
                .get("/hello/{name}", Need.NOTHING, r -> Response.text("hello " + r.parameter("name")))
                .get("/hello/world", Need.NOTHING, r -> Response.text("the literal one"))
                .get("/rest/{path*}", Need.NOTHING, r -> Response.text(r.parameter("path")))
                .post("/echo", Need.NOTHING, r -> Response.ok(r.contentType(), r.body(10)))
                .get(
                        "/who",
                        Need.NOTHING,
                        r -> Response.text(
                                r.clientCertificates().isEmpty()
                                        ? "nobody"
                                        : r.clientCertificates()
                                                .getFirst()
                                                .getSubjectX500Principal()
                                                .getName()))
                .get("/fault", Need.NOTHING, r -> {
                    throw new IllegalStateException("a secret of ours");
                })
                .get("/class-gone", Need.NOTHING, r -> {
                    throw new NoClassDefFoundError("a/secret/Class");
                })
                .get("/all/{rest**}", Need.NOTHING, r -> Response.text(r.parameter("rest")))
                .get("/closed", Need.READ, r -> Response.text("never"))
                .get("/file", Need.NOTHING, r -> Response.file(file, "application/octet-stream"))
                .get(
                        "/events",
                        Need.NOTHING,
                        r -> Response.events(stream -> {
                            stream.send("7", "entry", "one\ntwo");
                            stream.heartbeat();
                            stream.end();
                        }));
        server = TestServer.start(routes, Gate.CLOSED, routes);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.device(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theLiteralSegmentWinsOverTheParameter() {
        assertThat(text(get("/hello/world"))).isEqualTo("the literal one");
        assertThat(text(get("/hello/a%20b+c"))).isEqualTo("hello a b+c");
        assertThat(text(get("/rest/a/b"))).isEqualTo("a/b");
        assertThat(get("/rest").statusCode()).isEqualTo(404);
    }

    /** What would be read in two ways is read in none, but where a route says that it takes it. */
    @Test
    void anEncodedSlashIsTakenOnlyWhereARouteAsksForIt() {
        assertThat(text(get("/all/a%2Fb/c%2f"))).isEqualTo("a/b/c/");
        assertThat(get("/rest/a%2Fb").statusCode()).isEqualTo(404);
        assertThat(get("/rest/..%2F..%2Fetc").statusCode()).isEqualTo(404);
        assertThat(get("/hello/a%2Fb").statusCode()).isEqualTo(404);
        assertThat(get("/all/%2e%2e/c").statusCode()).isEqualTo(400);
    }

    @Test
    void http2IsSpokenToThoseWhoAsk() {
        assertThat(get("/hello/world").version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void everyResponseIsHardenedAndCorrelated() {
        for (String path : List.of("/hello/world", "/nothing", "/fault")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("x-correlation-id").orElse("")).matches("[0-9a-f]{16}");
            assertThat(headers.firstValue("content-security-policy").orElse("")).contains("default-src 'none'");
            assertThat(headers.firstValue("strict-transport-security")).isPresent();
            assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
            assertThat(headers.firstValue("server")).isEmpty();
        }
    }

    @Test
    void aRefusalIsAProblemWithTheCorrelationId() {
        HttpResponse<byte[]> response = get("/nothing");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
        var json = Json.tree(response.body());
        assertThat(json.path("code").asString()).isEqualTo("not-found");
        assertThat(json.path("correlationId").asString())
                .isEqualTo(response.headers().firstValue("x-correlation-id").orElseThrow());
    }

    @Test
    void aFaultTellsNothing() {
        HttpResponse<byte[]> response = get("/fault");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(text(response)).doesNotContain("secret");
    }

    @Test
    void aMissingClassIsOurFaultAndNotTheCallers() {
        HttpResponse<byte[]> response = get("/class-gone");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(Json.tree(response.body()).path("code").asString()).isEqualTo("internal");
        assertThat(text(response)).doesNotContain("secret");
    }

    @Test
    void whatTheEngineRefusesKeepsItsStatus() {
        HttpResponse<byte[]> response = server.send(HttpRequest.newBuilder(server.device("/hello/world"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("x-long", "a".repeat(20_000))
                .GET()
                .build());
        assertThat(response.statusCode()).isEqualTo(431);
        assertThat(Json.tree(response.body()).path("code").asString()).isEqualTo("bad-request");
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        HttpResponse<byte[]> response = server.send(
                HttpRequest.newBuilder(server.device("/echo")).DELETE().build());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void aRouteThatNeedsSomethingIsClosedWithoutAGate() {
        assertThat(get("/closed").statusCode()).isEqualTo(401);
    }

    @Test
    void aBodyIsReadToItsLimitAndNoFurther() {
        assertThat(echo("0123456789").statusCode()).isEqualTo(200);
        assertThat(echo("0123456789a").statusCode()).isEqualTo(413);
    }

    private static HttpResponse<byte[]> echo(String body) {
        return server.send(HttpRequest.newBuilder(server.device("/echo"))
                .header("content-type", "text/plain")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void oneRangeOfAFileIsServed() {
        assertThat(text(get("/file"))).isEqualTo(FILE_TEXT);
        HttpResponse<byte[]> part = get("/file", "range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("234");
        assertThat(part.headers().firstValue("content-range")).contains("bytes 2-4/10");
        assertThat(text(get("/file", "range", "bytes=7-"))).isEqualTo("789");
        assertThat(text(get("/file", "range", "bytes=-2"))).isEqualTo("89");
        assertThat(get("/file", "range", "bytes=10-").statusCode()).isEqualTo(416);
        assertThat(get("/file", "range", "bytes=0-1,3-4").statusCode()).isEqualTo(200);
        assertThat(get("/file", "range", "lines=1-2").statusCode()).isEqualTo(200);
    }

    @Test
    void eventsArriveAsEvents() {
        assertThat(text(get("/events"))).isEqualTo("id: 7\nevent: entry\ndata: one\ndata: two\n\n:\n\n");
    }

    @Test
    void theDeviceListenerPassesACertificateOfAnyIssuerOn() throws Exception {
        assertThat(text(get("/who"))).isEqualTo("nobody");
        try (HttpClient client = server.client(selfMade())) {
            HttpRequest request = HttpRequest.newBuilder(server.device("/who")).build();
            assertThat(new String(TestServer.send(client, request).body(), StandardCharsets.UTF_8))
                    .isEqualTo("CN=self-made");
        }
    }

    @Test
    void theConsoleListenerSpeaksTls13OnlyAndAsksForNoCertificate() throws Exception {
        SSLParameters old = new SSLParameters();
        old.setProtocols(new String[] {"TLSv1.2"});
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(server.clientTls(null))
                .sslParameters(old)
                .build()) {
            HttpRequest console = HttpRequest.newBuilder(server.console("/who")).build();
            assertThatThrownBy(() -> client.send(console, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
            HttpRequest device = HttpRequest.newBuilder(server.device("/who")).build();
            assertThat(TestServer.send(client, device).statusCode()).isEqualTo(200);
        }
        try (HttpClient client = server.client(selfMade())) {
            HttpRequest console = HttpRequest.newBuilder(server.console("/who")).build();
            assertThat(new String(TestServer.send(client, console).body(), StandardCharsets.UTF_8))
                    .isEqualTo("nobody");
        }
    }

    @Test
    void aTakenPortIsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            TlsIdentity identity = TlsIdentity.open(
                    TestFolders.create("muster-busy-"), List.of("localhost"), Instant::now, new SecureRandom());
            Listener listener = new Listener(
                    "console",
                    "127.0.0.1",
                    taken.getLocalPort(),
                    identity.serverOnly(),
                    Set.of(),
                    false,
                    false,
                    new Routes(),
                    Gate.CLOSED);
            assertThatThrownBy(() -> HttpServer.start(
                            List.of(listener),
                            new RateLimit(Instant::now, 1, 1),
                            new SecureRandom(),
                            KnownFaults.NONE,
                            HttpLimits.STANDARD,
                            Traffic.IGNORED,
                            Endings.NONE,
                            List.of()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("Port " + taken.getLocalPort() + " is already in use");
        }
    }

    @Test
    void stoppingEndsEventStreams() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Routes routes = new Routes()
                .get(
                        "/wait",
                        Need.NOTHING,
                        r -> Response.events(stream -> {
                            stream.heartbeat();
                            waiting.countDown();
                        }));
        TestServer own = TestServer.devices(routes);
        try (HttpClient client = own.client(null)) {
            var answer = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(own.device("/wait").toString()))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(waiting.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            own.close();
            assertThat(answer.get(20, java.util.concurrent.TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRequestThatDoesNotEndDoesNotKeepTheServerFromStopping() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Routes routes = new Routes().get("/stuck", Need.NOTHING, r -> {
            inside.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Response.text("too late");
        });
        TestServer own = TestServer.devices(routes);
        try (HttpClient client = own.client(null)) {
            var answer = client.sendAsync(
                    HttpRequest.newBuilder(own.device("/stuck")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(inside.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            own.close();
            answer.cancel(true);
        } finally {
            never.countDown();
        }
    }

    @Test
    void aRequestUnderWayFinishesWhenTheServerStops() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Routes routes = new Routes().get("/slow", Need.NOTHING, r -> {
            inside.countDown();
            try {
                finish.await();
            } catch (InterruptedException e) {
                return Response.text("interrupted");
            }
            return Response.text("finished");
        });
        TestServer own = TestServer.devices(routes);
        try (HttpClient client = own.client(null)) {
            var answer = client.sendAsync(
                    HttpRequest.newBuilder(own.device("/slow")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(inside.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            Thread stopping = Thread.ofVirtual().start(own::close);
            pause();
            finish.countDown();
            assertThat(answer.get(20, java.util.concurrent.TimeUnit.SECONDS).body())
                    .isEqualTo("finished");
            stopping.join();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static KeyManager[] selfMade() throws Exception {
        Instant now = Instant.now();
        var made = TlsCertificates.authority("self-made", now, now.plus(Duration.ofDays(1)), new SecureRandom());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("me", made.key(), new char[0], new Certificate[] {made.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        return factory.getKeyManagers();
    }
}
