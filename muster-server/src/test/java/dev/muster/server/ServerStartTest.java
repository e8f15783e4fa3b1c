package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.http.Json;
import dev.muster.server.sql.testing.FreshDatabases;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server, as its users meet it. */
class ServerStartTest {
    @TempDir
    Path parent;

    private ServerConfig config(Path data, String kind) {
        Map<String, String> flags = new HashMap<>(Map.of("http.console-port", "0", "http.device-port", "0"));
        if (kind.equals("postgresql")) {
            flags.put("database", FreshDatabases.postgresqlUrl());
        }
        return ServerConfig.load(data, flags, Map.of());
    }

    private static HttpClient client(Path data) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(data.resolve("tls-ca.pem"))) {
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void itStartsServesStopsAndKeepsItsIdentity(String kind) throws Exception {
        Path data = parent.resolve(kind);
        ServerConfig config = config(data, kind);
        String ca;
        String token;
        try (MusterServer server = MusterServer.start(config);
                HttpClient client = client(data)) {
            ca = Files.readString(data.resolve("tls-ca.pem"));
            token = Files.readString(data.resolve("operator.token")).strip();
            assertThat(server.signInLink()).isPresent();
            assertThat(send(client, HttpRequest.newBuilder(server.console().resolve("/healthz")))
                            .body())
                    .isEqualTo("{\"status\":\"ok\"}");
            assertThat(send(client, HttpRequest.newBuilder(server.device().resolve("/healthz")))
                            .statusCode())
                    .isEqualTo(200);
            var endpoints = Json.tree(Files.readAllBytes(data.resolve(MusterServer.ENDPOINTS_FILE)));
            assertThat(endpoints.path("console").asString())
                    .isEqualTo(server.console().toString());
            assertThat(endpoints.path("device").asString())
                    .isEqualTo(server.device().toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("operator.token"))))
                    .isEqualTo("rw-------");
        }
        try (MusterServer again = MusterServer.start(config);
                HttpClient client = client(data)) {
            assertThat(Files.readString(data.resolve("tls-ca.pem"))).isEqualTo(ca);
            assertThat(again.signInLink())
                    .as("only the first start makes a link")
                    .isEmpty();
            assertThat(send(client, bearer(again.console().resolve("/api/v1/demo/status"), token))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpRequest.Builder bearer(URI uri, String token) {
        return HttpRequest.newBuilder(uri).header("authorization", "Bearer " + token);
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() {
        try (MusterServer first = MusterServer.start(config(parent, "sqlite"))) {
            assertThat(first.console().getPort()).isPositive();
            assertThatThrownBy(() -> MusterServer.start(config(parent, "sqlite")))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("in use by another server");
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsOneSentence() {
        ServerConfig config = ServerConfig.load(
                parent, Map.of("database", "jdbc:sqlite:" + parent.resolve("no/such/folder/x.db")), Map.of());
        assertThatThrownBy(() -> MusterServer.start(config))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void organisationsDoNotSeeOneAnother() throws Exception {
        try (MusterServer server = MusterServer.start(config(parent, "sqlite"));
                HttpClient client = client(parent)) {
            String machine = Files.readString(parent.resolve("operator.token")).strip();
            URI api = server.console().resolve("/api/v1/");
            assertThat(post(client, api.resolve("orgs"), machine, Map.of("org", "other", "name", "Other"))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(post(client, api.resolve("orgs"), machine, Map.of("org", "other", "name", "Other"))
                            .statusCode())
                    .isEqualTo(409);
            post(client, api.resolve("other/operators"), machine, Map.of("operator", "olga", "role", "OPERATOR"));
            String olga = Json.tree(
                            post(client, api.resolve("other/tokens"), machine, Map.of("operator", "olga", "days", 1))
                                    .body()
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .path("token")
                    .asString();
            assertThat(send(client, bearer(api.resolve("other/status"), olga)).statusCode())
                    .isEqualTo(200);
            assertThat(send(client, bearer(api.resolve("demo/status"), olga)).statusCode())
                    .isEqualTo(404);
            assertThat(send(client, bearer(api.resolve("demo/status"), "wrong")).statusCode())
                    .isEqualTo(401);
            assertThat(post(client, api.resolve("orgs"), olga, Map.of("org", "third", "name", "x"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(client, bearer(api.resolve("orgs"), olga)).body())
                    .contains("other")
                    .doesNotContain("demo");
        }
    }

    private static HttpResponse<String> post(HttpClient client, URI uri, String token, Map<String, ?> body)
            throws Exception {
        return send(client, bearer(uri, token).POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    @Test
    void aLinkSignsOneBrowserInAndAForeignPageCannotWriteWithItsCookie() throws Exception {
        try (MusterServer server = MusterServer.start(config(parent, "sqlite"));
                HttpClient client = client(parent)) {
            URI link = server.signInLink().orElseThrow();
            assertThat(send(client, HttpRequest.newBuilder(link)).body()).contains("<button>Sign in</button>");
            var signedIn = send(client, HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()));
            assertThat(signedIn.statusCode()).isEqualTo(303);
            assertThat(signedIn.headers().firstValue("location")).contains("/o/demo/");
            String setCookie = signedIn.headers().firstValue("set-cookie").orElseThrow();
            assertThat(setCookie).contains("; Secure; HttpOnly; SameSite=Strict");
            assertThat(send(client, HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()))
                            .headers()
                            .firstValue("location"))
                    .contains("/sign-in?failed=link-used");

            String cookie = setCookie.substring(0, setCookie.indexOf(';'));
            URI fleet = server.console().resolve("/o/demo/");
            assertThat(send(client, HttpRequest.newBuilder(fleet).header("cookie", cookie))
                            .body())
                    .contains("No devices yet");
            URI out = server.console().resolve("/o/demo/sign-out");
            HttpRequest.Builder foreign = HttpRequest.newBuilder(out)
                    .header("cookie", cookie)
                    .header("origin", "https://evil.example")
                    .POST(BodyPublishers.noBody());
            assertThat(send(client, foreign).statusCode()).isEqualTo(403);
            HttpRequest.Builder own = HttpRequest.newBuilder(out)
                    .header("cookie", cookie)
                    .header("sec-fetch-site", "same-origin")
                    .POST(BodyPublishers.noBody());
            assertThat(send(client, own).statusCode()).isEqualTo(303);
            assertThat(send(client, HttpRequest.newBuilder(fleet).header("cookie", cookie))
                            .statusCode())
                    .as("the session is over")
                    .isEqualTo(401);
        }
    }
}
