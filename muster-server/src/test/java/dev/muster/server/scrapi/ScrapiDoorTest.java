package dev.muster.server.scrapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.EntryProof;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.audit.scitt.TransparentStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.ProofFile;
import dev.muster.ledger.statements.RefusalCounts;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.WitnessRounds;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.ledger.LedgerDoor;
import dev.muster.server.ledger.TilesDoor;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The wire of SCRAPI over real TLS, as draft -11 and its predecessors have it. */
class ScrapiDoorTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final String MAKER = "https://maker.example";
    private static final KeyPair PAIR = Keys.generateP256(new SecureRandom());
    private static final CoseSigner SIGNER = CoseSigner.of(
            CoseAlgorithm.ES256,
            PAIR.getPrivate(),
            Optional.of(CoseKey.of(PAIR.getPublic()).thumbprint()));

    private static Database database;
    private static TestLedger fixture;
    private static Statements statements;
    private static Ledger ledger;
    private static TestServer server;

    @BeforeAll
    static void start() {
        database = FreshDatabases.sqlite();
        fixture = TestLedger.over(database);
        ledger = fixture.open();
        ledger.create(ACME);
        statements = new Statements(ledger);
        statements.trust(
                ACME,
                new TrustAnchor(
                        "maker",
                        TrustAnchor.Kind.KEY,
                        CoseKey.of(PAIR.getPublic()).encode(),
                        List.of(MAKER),
                        List.of(),
                        true));
        Routes routes = new Routes();
        new ScrapiDoor(ledger, statements, new RefusalCounts(ledger), org -> false, InstantSource.system())
                .addTo(routes);
        new LedgerDoor(ledger, statements, new OneAtATime(), org -> Map.of("holds", true)).addTo(routes);
        new TilesDoor(ledger, new WitnessRounds(ledger, List.of(), 0, Duration.ofMinutes(1))).addTo(routes);
        statements.servedAt("log.example:8443");
        server = TestServer.devices(routes);
    }

    @AfterAll
    static void stop() {
        server.close();
        fixture.close();
        database.close();
    }

    private static byte[] statement(String subject) {
        return Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, MAKER).put(2, subject).build())
                .payload(subject.getBytes(StandardCharsets.UTF_8))
                .sign(SIGNER)
                .encode();
    }

    private static HttpResponse<byte[]> post(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.device(path))
                .header("Content-Type", "application/cose")
                .POST(BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return server.send(request.build());
    }

    private static HttpResponse<byte[]> get(String path) {
        return server.send(HttpRequest.newBuilder(server.device(path)).build());
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String title(HttpResponse<byte[]> response) {
        assertThat(header(response, "content-type")).isEqualTo("application/concise-problem-details+cbor");
        CborMap problem = Cbor.parse(response.body()).asMap();
        assertThat(problem.require(-2).asText()).isNotEmpty();
        return problem.require(-1).asText();
    }

    @Test
    void aStatementIsAnswered201WithReceiptAndLocationAndAgainTheSame() {
        byte[] bytes = statement("cam");
        HttpResponse<byte[]> first = post("/scitt/acme/entries", bytes);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(header(first, "content-type")).isEqualTo("application/cose");
        Receipt receipt = Receipt.parse(first.body());
        SignedStatement statement = SignedStatement.parse(bytes);
        assertThat(receipt.verify(statement, statements.key(ACME).verificationKey())
                        .holds())
                .isTrue();
        assertThat(receipt.issuer()).contains("https://log.example:8443/scitt/acme");
        String absolute = header(first, "location");
        assertThat(absolute).startsWith("https://");
        String location = path(first);
        HttpResponse<byte[]> fetched = get(location);
        assertThat(fetched.statusCode()).isEqualTo(200);
        assertThat(Receipt.parse(fetched.body())
                        .verify(statement, statements.key(ACME).verificationKey())
                        .holds())
                .isTrue();
        HttpResponse<byte[]> again = post("/scitt/acme/entries", bytes);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(header(again, "location")).isEqualTo(absolute);
        assertThat(get(location + "/statement").body()).isEqualTo(statement.leafData());
        TransparentStatement transparent =
                TransparentStatement.parse(get(location + "/transparent").body());
        assertThat(transparent.statement().subject()).isEqualTo("cam");
    }

    @Test
    void aCallerThatDoesNotWaitPollsInTheWayOfItsDraft() throws Exception {
        HttpResponse<byte[]> now = post("/scitt/acme/entries", statement("later"), "Prefer", "respond-async");
        assertThat(now.statusCode()).isIn(202, 201);
        if (now.statusCode() == 202) {
            assertThat(now.body()).isEmpty();
            assertThat(header(now, "retry-after")).isNotEmpty();
        }
        HttpResponse<byte[]> old = post("/scitt-10/acme/entries", statement("later-10"), "Prefer", "respond-async");
        assertThat(old.statusCode()).isIn(303, 201);
        assertThat(poll(path(now), 204)).isEqualTo(200);
        assertThat(poll(path(old), 302)).isEqualTo(200);
    }

    private static String path(HttpResponse<byte[]> response) {
        return java.net.URI.create(header(response, "location")).getPath();
    }

    private static int poll(String location, int running) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            int status = get(location).statusCode();
            if (status != running) {
                return status;
            }
            Thread.sleep(20);
        }
        return running;
    }

    @Test
    void problemsHaveTheTitlesOfTheDraft() {
        assertThat(title(post("/scitt/acme/entries", new byte[] {1, 2, 3}))).isEqualTo("Malformed request");
        assertThat(title(post("/scitt/acme/entries", statement("x"), "Content-Type", "text/plain")))
                .isEqualTo("Malformed request");
        byte[] forged = statement("forged");
        forged[forged.length - 1] ^= 1;
        HttpResponse<byte[]> rejected = post("/scitt/acme/entries", forged);
        assertThat(rejected.statusCode()).isEqualTo(400);
        assertThat(title(rejected)).isEqualTo("Rejected");
        byte[] detached = Sign1Builder.create()
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, MAKER).put(2, "d").build())
                .payload(new byte[] {1})
                .detached()
                .sign(SIGNER)
                .encode();
        assertThat(title(post("/scitt/acme/entries", detached))).isEqualTo("Payload Missing");
        HttpResponse<byte[]> nobody = post("/scitt/nobody/entries", statement("x"));
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(title(nobody)).isEqualTo("Not Found");
        HttpResponse<byte[]> unknown = get("/scitt/acme/entries/00");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void aDocumentThatIsTooLargeIsToldAboutHashEnvelopes() {
        HttpResponse<byte[]> answer = post("/scitt/acme/entries", new byte[3 << 20]);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Cbor.parse(answer.body()).asMap().require(-2).asText()).contains("hash envelope");
    }

    @Test
    void keysAreFoundByTheirThumbprint() {
        CoseKey key = statements.key(ACME);
        String kid = Base64.getUrlEncoder().withoutPadding().encodeToString(key.thumbprint());
        for (String base : List.of("/.well-known/scitt-keys", "/scitt/acme/.well-known/scitt-keys")) {
            CborMap first = Cbor.parse(get(base).body()).asArray().get(0).asMap();
            assertThat(new CoseKey(first).thumbprint()).isEqualTo(key.thumbprint());
            assertThat(new CoseKey(first).kid()).contains(key.thumbprint());
            HttpResponse<byte[]> one = get(base + "/" + kid);
            assertThat(one.statusCode()).isEqualTo(200);
            assertThat(CoseKey.parse(one.body()).thumbprint()).isEqualTo(key.thumbprint());
            assertThat(title(get(base + "/AAAA"))).isEqualTo("No such key");
        }
    }

    @Test
    void whatTheServerRefusesBeforeTheDoorIsInTheProtocolsFormToo() {
        HttpResponse<byte[]> method = get("/scitt/acme/entries");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(header(method, "allow")).isEqualTo("POST");
        assertThat(title(method)).isNotEmpty();
        HttpResponse<byte[]> large = post("/scitt/acme/entries", new byte[8 << 20]);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(title(large)).isEqualTo("Rejected");
        HttpResponse<byte[]> nothing = get("/scitt/acme/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(title(nothing)).isNotEmpty();
        assertThat(header(get("/elsewhere"), "content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void theStatementLogIsReadByAnybodyAsTilesAndASignedHead() {
        statements.registerOwn(ACME, "note", "text/plain", new byte[] {1});
        ledger.publish(LogId.statements(ACME));
        SignedNote note = SignedNote.parse(get("/log/acme/statement/checkpoint").body());
        assertThat(ledger.noteKey(LogId.statements(ACME)).verify(note)).isTrue();
        long size = Checkpoint.parse(note.text()).size();
        HttpResponse<byte[]> tile = get("/log/acme/statement/tile/0/000.p/" + size);
        assertThat(tile.body()).hasSize((int) size * 32);
        assertThat(get("/log/acme/statement/tile/0/001").statusCode()).isEqualTo(404);
        assertThat(get("/log/acme/statement/tile/0/1").statusCode()).isEqualTo(404);
    }

    @Test
    void aProofFileHoldsOfflineUntilItsBodyIsAnother() {
        EntryProof proof = EntryProof.parse(
                new ProofFile(ledger, statements).of(LogId.record(ACME), 1).encode());
        assertThat(proof.check(ledger.noteKey(LogId.record(ACME)))).isEqualTo(EntryProof.Outcome.HOLDS);
        assertThat(proof.check(ledger.noteKey(LogId.statements(ACME)))).isEqualTo(EntryProof.Outcome.NOT_IN_LOG);
        EntryProof other = new EntryProof(proof.leaf(), proof.salt(), Optional.of(new byte[] {1}), proof.proof());
        assertThat(other.check(ledger.noteKey(LogId.record(ACME)))).isEqualTo(EntryProof.Outcome.ANOTHER_BODY);
    }
}
