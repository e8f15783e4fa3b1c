package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.ReleaseManifest;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What one caller may leave behind, do in the name of others, or go on with when their time is over. */
class OneCallerTest {
    private static final String AT = "/api/v1/demo/";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A page whose session ended is let go after ten seconds at the latest. */
    private static final long STREAM_SECONDS_MAX = 20;

    @TempDir
    private static Path data;

    private static MusterServer server;
    private static ApiUser owner;
    private static HttpClient browser;

    @BeforeAll
    static void start() throws Exception {
        server = MusterServer.start(
                ServerConfig.load(data, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
        owner = ApiUser.local(data, server);
        browser = ApiUser.client(data);
    }

    @AfterAll
    static void stop() {
        browser.close();
        owner.close();
        server.close();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode entries(String query) throws Exception {
        return json(owner.get(AT + "entries?limit=1000" + query)).path("entries");
    }

    private static ApiUser user(String name, String role) throws Exception {
        return new ApiUser(data, server.console(), owner.newOperator("demo", name, role));
    }

    @Test
    void aLinkIsForOneselfOrMadeByAnAdministrator() throws Exception {
        try (ApiUser olga = user("olga", "OPERATOR");
                ApiUser otto = user("otto", "OPERATOR");
                ApiUser adam = user("adam", "ADMINISTRATOR")) {
            assertThat(link(olga, "otto").statusCode()).isEqualTo(403);
            assertThat(link(olga, "adam").statusCode()).isEqualTo(403);
            assertThat(link(olga, "olga").statusCode()).isEqualTo(201);
            assertThat(link(otto, "local").statusCode()).isEqualTo(403);
            assertThat(link(adam, "otto").statusCode()).isEqualTo(201);
        }
    }

    private static HttpResponse<String> link(ApiUser by, String operator) throws Exception {
        return by.post(AT + "sign-in-links", Map.of("operator", operator));
    }

    /** Whoever the bytes speak for, the entry says who brought them. */
    @Test
    void whatAPersonBringsBearsTheirName() throws Exception {
        KeyPair maker = Keys.generateP256(RANDOM);
        try (ApiUser rita = user("rita", "OPERATOR")) {
            product(rita);
            String pem = new Pem("PUBLIC KEY", maker.getPublic().getEncoded()).encode();
            assertThat(rita.post(AT + "makers", Map.of("maker", "Acme", "key", pem))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(rita.post(AT + "release-keys", Map.of("product", "one-cam", "name", "Acme", "key", pem))
                            .statusCode())
                    .isEqualTo(201);
            JsonNode told = json(references(
                    rita, maker, Optional.of(CoseKey.of(maker.getPublic()).kid().orElseThrow())));
            assertThat(told.path("statement").path("index").asLong(-1))
                    .as("%s", told)
                    .isNotNegative();
            JsonNode untold = json(references(rita, maker, Optional.empty()));
            assertThat(untold.path("statement").path("refused").asString())
                    .as("%s", untold)
                    .isNotEmpty();
            assertThat(untold.path("statement").path("detail").asString()).isNotEmpty();
            rita.call("POST", AT + "artifacts", new byte[100], "application/octet-stream");
        }
        List<String> types = new ArrayList<>();
        for (JsonNode entry : entries("")) {
            if (entry.path("actor").asString("").equals("operator/rita")) {
                types.add(entry.path("type").asString());
            }
        }
        assertThat(types)
                .contains(
                        "attestation.maker-registered",
                        "attestation.references-added",
                        "update.artifact-uploaded",
                        "update.signer-accepted")
                .anyMatch(type -> type.startsWith("devices.product"));
    }

    private static void product(ApiUser by) throws Exception {
        Map<String, String> product = Map.of(
                "id", "one-cam",
                "name", "Camera",
                "maker", "Acme",
                "model", "cam",
                "supportFrom", "2026-01-01T00:00:00Z",
                "supportUntil", "2099-01-01T00:00:00Z");
        assertThat(by.post(AT + "products", product).statusCode()).isEqualTo(201);
    }

    /** Signed with or without saying by which key: without, nobody finds who signed the statement. */
    private static HttpResponse<String> references(ApiUser by, KeyPair maker, Optional<byte[]> kid) throws Exception {
        String version = kid.isPresent() ? "1.0.0" : "1.0.1";
        byte[] app = version.getBytes(StandardCharsets.UTF_8);
        SlotMeasurement files =
                new SlotMeasurement(List.of(FileEntry.of("bin/app", app.length, Digest.sha256(Sha256.of(app)))));
        byte[] manifest = SignedCorim.sign(
                ReleaseManifest.of("Acme", "cam", "one-cam", version, files, Optional.empty()),
                "Acme",
                "cam " + version,
                Optional.empty(),
                CoseSigner.of(CoseAlgorithm.ES256, maker.getPrivate(), kid));
        return by.call("POST", AT + "references", manifest, "application/rim+cose");
    }

    /** Nobody's statements are counted and not kept, and say nothing in the name of the issuer that they claim. */
    @Test
    void refusedStatementsOfStrangersLeaveNothing() throws Exception {
        KeyPair stranger = Keys.generateP256(RANDOM);
        long before = entries("&newest=true").path(0).path("index").asLong();
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] statement = statement(stranger, i);
            HttpResponse<String> answer = ApiUser.send(
                    browser,
                    HttpRequest.newBuilder(server.console().resolve("/scitt/demo/entries"))
                            .header("content-type", "application/cose")
                            .POST(BodyPublishers.ofByteArray(statement)));
            refused += answer.statusCode() == 400 ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(40);
        JsonNode after = entries("&from=" + (before + 1));
        for (JsonNode entry : after) {
            assertThat(entry.path("issuer").asString()).doesNotContain("victim");
            assertThat(entry.path("type").asString()).isNotEqualTo("ledger.statement-refused");
            assertThat(entry.path("body").asString("").length()).isLessThan(8_192);
        }
    }

    private static byte[] statement(KeyPair stranger, int number) {
        return Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map()
                                .put(1, "https://victim.example")
                                .put(2, "cam")
                                .build())
                .payload(new byte[8_192 + number])
                .sign(CoseSigner.of(
                        CoseAlgorithm.ES256,
                        stranger.getPrivate(),
                        CoseKey.of(stranger.getPublic()).kid()))
                .encode();
    }

    /** A page elsewhere cannot make a browser use a link, and a page that is open hears nothing after its session. */
    @Test
    void aSessionBeginsOnOurPageAndWhatItHearsEndsWithIt() throws Exception {
        URI link =
                server.console().resolve(json(link(owner, "local")).path("path").asString());
        HttpRequest.Builder foreign = HttpRequest.newBuilder(link)
                .header("sec-fetch-site", "cross-site")
                .header("origin", "https://evil.example")
                .POST(BodyPublishers.noBody());
        assertThat(ApiUser.send(browser, foreign).statusCode()).isEqualTo(403);
        HttpResponse<String> signedIn =
                ApiUser.send(browser, HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()));
        assertThat(signedIn.statusCode()).isEqualTo(303);
        String setCookie = signedIn.headers().firstValue("set-cookie").orElseThrow();
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));

        HttpResponse<InputStream> events = browser.send(
                HttpRequest.newBuilder(server.console().resolve("/o/demo/events"))
                        .header("cookie", cookie)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(events.statusCode()).isEqualTo(200);
        assertThat(events.body().read()).as("it is open").isNotNegative();
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> drained(events.body()));
        HttpRequest.Builder out = HttpRequest.newBuilder(server.console().resolve("/o/demo/sign-out"))
                .header("cookie", cookie)
                .header("sec-fetch-site", "same-origin")
                .POST(BodyPublishers.noBody());
        assertThat(ApiUser.send(browser, out).statusCode()).isEqualTo(303);
        assertThat(ended.get(STREAM_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean drained(InputStream stream) {
        try {
            stream.readAllBytes();
        } catch (IOException cut) {
            // Cut off is an end, too.
        }
        return true;
    }
}
