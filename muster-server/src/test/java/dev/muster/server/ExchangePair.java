package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Sha256;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two whole servers, a maker's and an operator's, that know one another, over TLS with the names of their certificates checked. */
abstract class ExchangePair {
    static final String CAPABILITIES = "application/vnd.muster.capabilities+json";
    static final byte[] SHEET = "buying 900, running 40 a year".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path parent;

    MusterServer maker;
    MusterServer operator;
    ApiUser atMaker;
    ApiUser atOperator;
    Map<String, ApiUser> people;
    String operatorKey = "";
    byte[] makerThumbprint = new byte[0];

    @BeforeEach
    void startBoth() throws Exception {
        Path one = parent.resolve("maker");
        Path two = parent.resolve("operator");
        maker = start(one, Map.of());
        Files.createDirectories(
                two, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.copy(one.resolve("tls-ca.pem"), two.resolve("makers.pem"));
        operator = start(two, Map.of("outbound.private-addresses", "yes", "outbound.authorities", "makers.pem"));
        atMaker = ApiUser.local(one, maker);
        atOperator = ApiUser.local(two, operator);
        people = new HashMap<>();
        for (ApiUser user : List.of(atMaker, atOperator)) {
            Path data = user == atMaker ? one : two;
            MusterServer server = user == atMaker ? maker : operator;
            String side = user == atMaker ? "maker/" : "operator/";
            for (String role : List.of("approver", "officer")) {
                String token = user.newOperator("demo", role, "OPERATOR");
                people.put(side + role, new ApiUser(data, server.console(), token));
                assertThat(move(
                                        user,
                                        "role-grant",
                                        role,
                                        "open-request",
                                        "person",
                                        "operator/" + role,
                                        "role",
                                        role,
                                        "until",
                                        Instant.now().plus(Duration.ofDays(9)).toString())
                                .statusCode())
                        .isEqualTo(201);
                ApiUser other =
                        new ApiUser(data, server.console(), user.newOperator("demo", "adm-" + role, "ADMINISTRATOR"));
                HttpResponse<String> granted = move(other, "role-grant", role, "grant");
                assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
                other.close();
            }
        }
        JsonNode ours = tree(atOperator.get("/api/v1/demo/exchange"));
        JsonNode theirs = tree(atMaker.get("/api/v1/demo/exchange"));
        operatorKey = ours.path("key").asString();
        makerThumbprint = HexFormat.of().parseHex(theirs.path("thumbprint").asString());
        product(atMaker, "cam");
        product(atMaker, "lamp");
        customer("city", operatorKey, List.of("cam"));
        ok(atOperator.post(
                "/api/v1/demo/exchange/makers/lens",
                Map.of(
                        "url",
                        maker.console().resolve("/exchange/demo").toString(),
                        "key",
                        theirs.path("key").asString())));
    }

    @AfterEach
    void stopBoth() {
        people.values().forEach(ApiUser::close);
        atMaker.close();
        atOperator.close();
        operator.close();
        maker.close();
    }

    static MusterServer start(Path data, Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(more);
        flags.put("http.console-port", "0");
        flags.put("http.device-port", "0");
        return MusterServer.start(ServerConfig.load(data, flags, Map.of()));
    }

    void customer(String id, String key, List<String> products) throws Exception {
        ok(atMaker.post(
                "/api/v1/demo/exchange/customers/" + id,
                Map.of(
                        "name",
                        "The " + id,
                        "key",
                        key,
                        "products",
                        products,
                        "until",
                        Instant.now().plus(Duration.ofDays(30)).toString())));
    }

    static void product(ApiUser user, String id) throws Exception {
        ok(user.post(
                "/api/v1/demo/products",
                Map.of(
                        "id",
                        id,
                        "name",
                        id,
                        "maker",
                        "Lens",
                        "model",
                        id,
                        "supportFrom",
                        "2026-01-01T00:00:00Z",
                        "supportUntil",
                        "2099-01-01T00:00:00Z")));
    }

    static HttpResponse<String> ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 204);
        return answer;
    }

    static JsonNode tree(HttpResponse<String> answer) {
        return Json.tree(ok(answer).body().getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse<String> move(ApiUser user, String machine, String id, String transition, String... fields)
            throws Exception {
        Map<String, String> set = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            set.put(fields[i], fields[i + 1]);
        }
        return user.post(
                "/api/v1/demo/governance/" + machine + "/" + id + "/" + transition,
                Map.of("reason", "test", "fields", set));
    }

    /** An approved document whose bytes customers may have. */
    void publish(String id, String topic, String product, String kind, byte[] bytes, String mediaType)
            throws Exception {
        ok(move(
                atMaker,
                "document",
                id,
                "open-request",
                "topic",
                topic,
                "product",
                product,
                "title",
                topic + " of " + product,
                "version",
                "1",
                "digest",
                HexFormat.of().formatHex(Sha256.of(bytes)),
                "class",
                kind,
                "audience",
                "officer"));
        ok(move(people.get("maker/approver"), "document", id, "approve"));
        ok(atMaker.call("POST", "/api/v1/demo/exchange/papers/" + id, bytes, mediaType));
    }

    JsonNode ask() throws Exception {
        return tree(atOperator.post("/api/v1/demo/exchange/makers/lens/ask", Map.of()));
    }

    JsonNode record(ApiUser user, String machine, String id) throws Exception {
        return tree(user.get("/api/v1/demo/governance/" + machine + "/" + id)).path("record");
    }
}
