package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void itStartsServesStopsAndKeepsItsIdentity(String kind) throws Exception {
        Path data = parent.resolve(kind);
        ServerConfig config = config(data, kind);
        String ca;
        String token;
        Optional<URI> link;
        try (MusterServer server = MusterServer.start(config);
                HttpClient client = ApiUser.client(data)) {
            ca = Files.readString(data.resolve("tls-ca.pem"));
            token = Files.readString(data.resolve("operator.token")).strip();
            link = server.signInLink();
            assertThat(link).isPresent();
            assertThat(ApiUser.send(
                                    client,
                                    HttpRequest.newBuilder(server.console().resolve("/healthz")))
                            .body())
                    .isEqualTo("{\"status\":\"ok\"}");
            assertThat(ApiUser.send(
                                    client,
                                    HttpRequest.newBuilder(server.device().resolve("/healthz")))
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
                ApiUser local = new ApiUser(data, again.console(), token)) {
            assertThat(Files.readString(data.resolve("tls-ca.pem"))).isEqualTo(ca);
            assertThat(again.signInLink())
                    .as("nobody has signed in yet")
                    .isPresent()
                    .isNotEqualTo(link);
            assertThat(local.get("/api/v1/demo/status").statusCode()).isEqualTo(200);
        }
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
        Path data = parent;
        try (MusterServer server = MusterServer.start(config(data, "sqlite"));
                ApiUser local = ApiUser.local(data, server)) {
            Map<String, String> other = Map.of("org", "other", "name", "Other");
            assertThat(local.post("/api/v1/orgs", other).statusCode()).isEqualTo(201);
            assertThat(local.post("/api/v1/orgs", other).statusCode()).isEqualTo(409);
            try (ApiUser olga = new ApiUser(data, server.console(), local.newOperator("other", "olga", "OPERATOR"));
                    ApiUser nobody = new ApiUser(data, server.console(), "wrong")) {
                assertThat(olga.get("/api/v1/demo/status").statusCode()).isEqualTo(404);
                assertThat(nobody.get("/api/v1/demo/status").statusCode()).isEqualTo(401);
                assertThat(olga.post("/api/v1/orgs", Map.of("org", "third", "name", "x"))
                                .statusCode())
                        .isEqualTo(403);
                assertThat(olga.get("/api/v1/orgs").body()).contains("other").doesNotContain("demo");
            }
        }
    }

    @Test
    void aLinkSignsOneBrowserInAndAForeignPageCannotWriteWithItsCookie() throws Exception {
        try (MusterServer server = MusterServer.start(config(parent, "sqlite"));
                HttpClient client = ApiUser.client(parent)) {
            URI link = server.signInLink().orElseThrow();
            assertThat(ApiUser.send(client, HttpRequest.newBuilder(link)).body())
                    .contains("<button>Sign in</button>");
            var signedIn = ApiUser.send(client, HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()));
            assertThat(signedIn.statusCode()).isEqualTo(303);
            assertThat(signedIn.headers().firstValue("location")).contains("/o/demo/");
            String setCookie = signedIn.headers().firstValue("set-cookie").orElseThrow();
            assertThat(setCookie).contains("; Secure; HttpOnly; SameSite=Strict");
            assertThat(ApiUser.send(client, HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()))
                            .headers()
                            .firstValue("location"))
                    .contains("/sign-in?failed=link-used");

            String cookie = setCookie.substring(0, setCookie.indexOf(';'));
            URI fleet = server.console().resolve("/o/demo/");
            assertThat(ApiUser.send(client, HttpRequest.newBuilder(fleet).header("cookie", cookie))
                            .body())
                    .contains("No devices yet");
            URI out = server.console().resolve("/o/demo/sign-out");
            HttpRequest.Builder foreign = HttpRequest.newBuilder(out)
                    .header("cookie", cookie)
                    .header("origin", "https://evil.example")
                    .POST(BodyPublishers.noBody());
            assertThat(ApiUser.send(client, foreign).statusCode()).isEqualTo(403);
            HttpRequest.Builder own = HttpRequest.newBuilder(out)
                    .header("cookie", cookie)
                    .header("sec-fetch-site", "same-origin")
                    .POST(BodyPublishers.noBody());
            assertThat(ApiUser.send(client, own).statusCode()).isEqualTo(303);
            assertThat(ApiUser.send(client, HttpRequest.newBuilder(fleet).header("cookie", cookie))
                            .statusCode())
                    .as("the session is over")
                    .isEqualTo(401);
        }
    }
}
