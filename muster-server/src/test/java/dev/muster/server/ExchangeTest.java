package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.audit.exchange.Content;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A maker's whole server and an operator's, over TLS with the names of their certificates checked. */
@Timeout(180)
class ExchangeTest {
    private static final String CAPABILITIES = "application/vnd.muster.capabilities+json";
    private static final byte[] SHEET = "buying 900, running 40 a year".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path parent;

    private MusterServer maker;
    private MusterServer operator;
    private ApiUser atMaker;
    private ApiUser atOperator;
    private Map<String, ApiUser> people;
    private String operatorKey = "";
    private byte[] makerThumbprint = new byte[0];

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

    private static MusterServer start(Path data, Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(more);
        flags.put("http.console-port", "0");
        flags.put("http.device-port", "0");
        return MusterServer.start(ServerConfig.load(data, flags, Map.of()));
    }

    private void customer(String id, String key, List<String> products) throws Exception {
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

    private static void product(ApiUser user, String id) throws Exception {
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
                        "2030-01-01T00:00:00Z")));
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 204);
        return answer;
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        return Json.tree(ok(answer).body().getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> move(
            ApiUser user, String machine, String id, String transition, String... fields) throws Exception {
        Map<String, String> set = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            set.put(fields[i], fields[i + 1]);
        }
        return user.post(
                "/api/v1/demo/governance/" + machine + "/" + id + "/" + transition,
                Map.of("reason", "test", "fields", set));
    }

    /** An approved document whose bytes customers may have. */
    private void publish(String id, String topic, String product, String kind, byte[] bytes, String mediaType)
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

    private JsonNode ask() throws Exception {
        return tree(atOperator.post("/api/v1/demo/exchange/makers/lens/ask", Map.of()));
    }

    private JsonNode record(ApiUser user, String machine, String id) throws Exception {
        return tree(user.get("/api/v1/demo/governance/" + machine + "/" + id)).path("record");
    }

    @Test
    void papersGoToThoseWhoBoughtAndComeBackWhenTheMakerTakesThemBack() throws Exception {
        publish("sheet", "cost-sheet", "cam", "customer", SHEET, "text/plain");
        publish("other", "cost-sheet", "lamp", "customer", "lamps".getBytes(StandardCharsets.UTF_8), "text/plain");
        publish("can", "capability-statement", "cam", "customer", """
            {"capabilities": [{"requirement": "NIST-CAT/SEC-COM-01", "level": "full"},
             {"requirement": "NIST-CAT/SEC-EXE-01", "level": "partial", "note": "root may run anything"}]}\
            """.getBytes(StandardCharsets.UTF_8), CAPABILITIES);
        HttpResponse<String> other =
                atMaker.call("POST", "/api/v1/demo/exchange/papers/sheet", new byte[] {1}, "text/plain");
        assertThat(other.body()).as("other bytes than the approved ones").contains("digest-conflict");

        JsonNode round = ask();
        assertThat(round.path("taken")).as(round.toString()).hasSize(2);
        assertThat(round.path("refused")).isEmpty();
        JsonNode papers = tree(atOperator.get("/api/v1/demo/exchange/received")).path("papers");
        assertThat(papers.toString()).contains("\"sheet\"", "\"can\"").doesNotContain("lamp");
        assertThat(atOperator.get("/api/v1/demo/exchange/received/lens/sheet").body())
                .isEqualTo(new String(SHEET, StandardCharsets.UTF_8));
        assertThat(ask().path("known").asInt()).as("said again it is known").isEqualTo(2);

        String mine = papers.valueStream()
                .filter(paper -> paper.path("item").asString().equals("sheet"))
                .findFirst()
                .orElseThrow()
                .path("record")
                .asString();
        assertThat(record(atOperator, "document", mine).path("state").asString())
                .isEqualTo("draft");
        assertThat(record(atMaker, "document", "sheet")
                        .path("fields")
                        .path("to")
                        .asString())
                .isEqualTo("The city");
        ok(atOperator.post("/api/v1/demo/exchange/received/lens/sheet/read", Map.of()));
        assertThat(record(atMaker, "document", "sheet")
                        .path("fields")
                        .path("receipt")
                        .asString())
                .startsWith("The city: ");
        gaps();

        ok(move(people.get("maker/approver"), "document", "sheet", "withdraw"));
        assertThat(ask().path("taken").toString()).contains("withdrawal of sheet");
        assertThat(record(atOperator, "document", mine).path("state").asString())
                .isEqualTo("withdrawn");
        assertThat(ok(atOperator.get("/o/demo/exchange")).body()).contains("2 papers of makers, 1 withdrawn");
    }

    private void gaps() throws Exception {
        ok(move(
                atOperator,
                "acquisition",
                "q1",
                "open-request",
                "profile",
                "NIST-CAT/SEC-COM-01 full, NIST-CAT/SEC-EXE-01 full, NIST-CAT/SEC-INT-01 partial",
                "documents",
                "cost-sheet, maintenance-profile"));
        JsonNode gaps = tree(atOperator.get("/api/v1/demo/exchange/gaps/q1?maker=lens"));
        assertThat(gaps.path("open").asInt()).isEqualTo(3);
        assertThat(gaps.path("lines")
                        .valueStream()
                        .filter(line -> !line.path("met").asBoolean())
                        .map(line -> line.path("name").asString()))
                .containsExactly("NIST-CAT/SEC-EXE-01", "NIST-CAT/SEC-INT-01", "maintenance-profile");
        assertThat(ok(atOperator.get("/o/demo/exchange/gaps/q1")).body())
                .contains("3 of 5 are missing", "root may run anything", "not spoken of");
    }

    @Test
    void questionsGoThereAndAnswersComeBack() throws Exception {
        ok(move(atOperator, "case", "c-1", "open-request"));
        ok(move(
                people.get("operator/officer"),
                "case",
                "c-1",
                "triage",
                "kind",
                "documentation-request",
                "about",
                "maintenance profile of cam",
                "aware-at",
                Instant.now().toString()));
        Map<String, String> letter = Map.of("thread", "c-1", "text", "We have no maintenance profile.");
        ok(atOperator.post("/api/v1/demo/exchange/makers/lens/letters", letter));
        assertThat(record(atOperator, "case", "c-1").path("state").asString()).isEqualTo("sent");
        JsonNode asked = record(atMaker, "feedback", "city:c-1");
        assertThat(asked.path("fields").path("says").asString()).isEqualTo("We have no maintenance profile.");
        assertThat(atOperator
                        .post("/api/v1/demo/exchange/makers/lens/letters", letter)
                        .body())
                .as("a case is sent once")
                .contains("case-conflict");
        assertThat(ask().path("taken")).as("nobody answered yet").isEmpty();

        ok(move(people.get("maker/officer"), "feedback", "city:c-1", "answer", "answer", "It is out tomorrow."));
        assertThat(ask().path("taken").toString()).contains("answer to c-1");
        JsonNode answered = record(atOperator, "case", "c-1");
        assertThat(answered.path("state").asString()).isEqualTo("answered");
        assertThat(answered.path("fields").path("response").asString()).isEqualTo("It is out tomorrow.");
        assertThat(ask().path("known").asInt()).isEqualTo(1);

        ok(atOperator.post(
                "/api/v1/demo/exchange/makers/lens/letters",
                Map.of("kind", "feedback", "about", "logging", "thread", "f-1", "text", "Times are missing.")));
        assertThat(record(atMaker, "feedback", "city:f-1")
                        .path("fields")
                        .path("about")
                        .asString())
                .isEqualTo("logging");
    }

    private HttpResponse<String> send(byte[] statement) throws Exception {
        return atMaker.call("POST", "/exchange/demo", statement, ExchangeStatement.MEDIA_TYPE);
    }

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                Optional.of(CoseKey.of(pair.getPublic()).thumbprint()));
    }

    private byte[] statement(KeyPair by, byte[] to, Instant at, Content content) {
        byte[] id = new byte[ExchangeStatement.ID_BYTES];
        new SecureRandom().nextBytes(id);
        return new ExchangeStatement("x", to, id, at, at.plusSeconds(600), content).sign(signer(by));
    }

    @Test
    void strangersTheNotEntitledReplaysAndLettersToOthersGetNothing() throws Exception {
        publish("sheet", "cost-sheet", "cam", "customer", SHEET, "text/plain");
        publish("free", "contact", "lamp", "public", "call us".getBytes(StandardCharsets.UTF_8), "text/plain");
        KeyPair other = Keys.generateP256(new SecureRandom());
        KeyPair stranger = Keys.generateP256(new SecureRandom());
        customer("village", Base64.getEncoder().encodeToString(other.getPublic().getEncoded()), List.of("lamp"));
        Instant now = Instant.now();

        assertThat(send(statement(stranger, makerThumbprint, now, new Content.Everything()))
                        .body())
                .contains("not-a-customer");
        HttpResponse<String> not = send(statement(other, makerThumbprint, now, new Content.Bytes("sheet")));
        assertThat(not.statusCode()).isEqualTo(404);
        HttpResponse<String> never = send(statement(other, makerThumbprint, now, new Content.Bytes("nothing")));
        assertThat(not.body().replaceAll("[0-9a-f]{16}|sheet", ""))
                .as("what it may not have looks like what is not there")
                .isEqualTo(never.body().replaceAll("[0-9a-f]{16}|nothing", ""));
        assertThat(send(statement(other, makerThumbprint, now, new Content.Bytes("free")))
                        .body())
                .isEqualTo("call us");
        byte[] once = statement(other, makerThumbprint, now, new Content.Everything());
        assertThat(send(once).statusCode()).isEqualTo(200);
        assertThat(send(once).body()).contains("replayed");
        assertThat(send(statement(other, new byte[32], now, new Content.Everything()))
                        .body())
                .contains("not-for-us");
        assertThat(send(statement(other, makerThumbprint, now.minus(Duration.ofHours(2)), new Content.Everything()))
                        .body())
                .contains("too-late");
        assertThat(send(statement(other, makerThumbprint, now, new Content.Answer("t", "no")))
                        .body())
                .contains("not-for-makers");
        byte[] bent = once.clone();
        bent[bent.length - 1] ^= 1;
        assertThat(send(bent).body()).contains("not-a-customer");
        assertThat(send("no".getBytes(StandardCharsets.US_ASCII)).body()).contains("malformed-statement");
        assertThat(atMaker.get("/api/v1/demo/entries?limit=500").body()).contains("paper-refused");

        ok(atMaker.call("DELETE", "/api/v1/demo/exchange/customers/village", new byte[0]));
        assertThat(send(statement(other, makerThumbprint, now, new Content.Everything()))
                        .body())
                .contains("not-a-customer");
    }

    @Test
    void aMakerThatSignsWithAnotherKeyIsNotBelieved() throws Exception {
        publish("sheet", "cost-sheet", "cam", "customer", SHEET, "text/plain");
        KeyPair wrong = Keys.generateP256(new SecureRandom());
        ok(atOperator.post(
                "/api/v1/demo/exchange/makers/lens",
                Map.of(
                        "url",
                        maker.console().resolve("/exchange/demo").toString(),
                        "key",
                        Base64.getEncoder().encodeToString(wrong.getPublic().getEncoded()))));
        HttpResponse<String> asked = atOperator.post("/api/v1/demo/exchange/makers/lens/ask", Map.of());
        assertThat(asked.statusCode()).isEqualTo(502);
        assertThat(asked.body())
                .as("what is for another key the maker does not take")
                .contains("not-for-us");
        assertThat(tree(atOperator.get("/api/v1/demo/exchange/received")).path("papers"))
                .isEmpty();
        HttpResponse<String> inside = atOperator.post(
                "/api/v1/demo/exchange/makers/inside", Map.of("url", "http://127.0.0.1:1/x", "key", operatorKey));
        assertThat(inside.statusCode()).isEqualTo(400);
    }
}
