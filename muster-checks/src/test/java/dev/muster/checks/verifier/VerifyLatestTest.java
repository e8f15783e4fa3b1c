package dev.muster.checks.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import dev.muster.core.ledger.LatestStatement;
import dev.muster.core.ledger.LatestStatement.Older;
import dev.muster.core.ledger.LatestStatement.Outcome;
import dev.muster.core.ledger.SubjectIndex.Leaf;
import dev.muster.core.ledger.SubjectIndex.Placed;
import dev.muster.core.ledger.SubjectIndex.Proof;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a server answers about the latest statement, and what somebody could make of it, before an auditor's own eyes. */
@Timeout(180)
class VerifyLatestTest {
    @TempDir
    private static Path work;

    private static StandAlone verifier;
    private static String issuer = "";
    private static NoteKey log;
    private static CoseKey own;

    /** Before the index, after it, and none. */
    private static LatestStatement older;

    private static LatestStatement newer;
    private static LatestStatement none;

    @BeforeAll
    static void askAServer() throws Exception {
        verifier = StandAlone.compile("VerifyLatest", work);
        Path data = work.resolve("data");
        ServerConfig config =
                ServerConfig.load(data, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of());
        try (MusterServer server = MusterServer.start(config);
                ApiClient api = ApiClient.open(new DataDir(data))) {
            assertThat(server.console()).isNotNull();
            JsonNode identity = api.get("/api/v1/demo/log");
            issuer = identity.path("issuer").asString();
            log = NoteKey.parse(identity.path("statement").path("key").asString());
            own = CoseKey.parse(
                    HexFormat.of().parseHex(identity.path("receiptKey").asString()));
            // An anchor is a statement of the ledger itself; the first question has an index registered.
            trust(api, "early");
            ask(api, "policy");
            for (String id : List.of("late", "later", "late")) {
                trust(api, id);
            }
            older = ask(api, "policy");
            newer = ask(api, "trust-anchor/late");
            none = ask(api, "recall");
        }
    }

    private static LatestStatement ask(ApiClient api, String subject) {
        return LatestStatement.parse(
                api.bytes(Query.of("/log/demo/statement/latest", "issuer", issuer, "subject", subject)));
    }

    private static void trust(ApiClient api, String id) {
        String pem = new Pem(
                        "PUBLIC KEY",
                        Keys.generateP256(new SecureRandom()).getPublic().getEncoded())
                .encode();
        api.post(
                "/api/v1/demo/trust-anchors",
                Map.of("id", id, "pem", pem, "issuers", List.of("https://maker.example"), "contentTypes", List.of()));
    }

    private static StandAlone.Said verify(byte[] answer, String vkey, CoseKey key, String subject) throws Exception {
        String hex = HexFormat.of().formatHex(key.encode());
        return verifier.run(verifier.file("answer", answer), vkey, hex, issuer, subject);
    }

    /** To the question that the true answer was about, under the ledger's own keys. */
    private static StandAlone.Said verify(LatestStatement answer) throws Exception {
        return verify(answer.encode(), log.vkey(), own, answer.subject());
    }

    private static void refuses(LatestStatement forged, String reason) throws Exception {
        assertThat(forged.check(log, own)).as("our own verifier").isNotEqualTo(Outcome.HOLDS);
        StandAlone.Said said = verify(forged);
        assertThat(said.words()).contains("does not hold: " + reason);
        assertThat(said.status()).isEqualTo(1);
    }

    private static LatestStatement with(LatestStatement of, long latest, List<byte[]> tail, int indexAt) {
        return with(of, latest, tail, indexAt, of.proof(), of.statement());
    }

    private static LatestStatement with(
            LatestStatement of, long latest, List<byte[]> tail, int indexAt, Proof proof, Optional<Older> statement) {
        return new LatestStatement(
                of.issuer(), of.subject(), latest, of.checkpoint(), of.covered(), tail, indexAt, proof, statement);
    }

    private static Proof only(byte[] key, long latest, Placed place) {
        return new Proof(
                Optional.of(new Placed(new Leaf(key, latest), place.proof())), Optional.empty(), Optional.empty());
    }

    @Test
    void itIsShortAndSharesNothing() throws IOException {
        verifier.isShortAndSharesNothing();
    }

    @Test
    void whatTheServerAnswersHolds() throws Exception {
        assertThat(older.latest()).isZero();
        assertThat(older.covered().size()).isPositive();
        assertThat(newer.latest())
                .as("in the tail, said twice")
                .isGreaterThan(newer.covered().size());
        assertThat(verify(older))
                .satisfies(said -> assertThat(said.words())
                        .startsWith("holds: statement 0 is the latest of " + issuer + " about policy at a head with "))
                .satisfies(said -> assertThat(said.status()).isZero());
        assertThat(verify(newer).words()).startsWith("holds: statement " + newer.latest() + " is the latest");
        assertThat(verify(none).words()).startsWith("holds: there is no statement of " + issuer + " about recall");
    }

    @Test
    void anAnswerToAnotherQuestionOrUnderOtherKeysDoesNotHold() throws Exception {
        assertThat(verify(older.encode(), log.vkey(), own, "recall").words()).contains("another question");
        assertThat(verify(none.encode(), log.vkey(), own, "policy").words()).contains("another question");
        CoseKey stranger = CoseKey.of(Keys.generateP256(new SecureRandom()).getPublic());
        assertThat(verify(older.encode(), log.vkey(), stranger, "policy").words())
                .contains("not signed by the ledger");
        String vkey = NoteKey.of(
                        log.name(),
                        NoteKey.Type.ED25519,
                        Keys.generate(SignatureScheme.ED25519, new SecureRandom())
                                .getPublic())
                .vkey();
        assertThat(verify(older.encode(), vkey, own, "policy").words()).contains("no signature of " + log.name());
    }

    @Test
    void aLaterStatementCannotBeDeniedHiddenOrExchanged() throws Exception {
        List<byte[]> tail = newer.tail();
        int at = newer.indexAt();
        refuses(with(newer, -1, tail, at), "statement " + newer.latest() + " is later");
        refuses(with(newer, newer.latest() - 2, tail, at), "statement " + newer.latest() + " is later");
        refuses(with(newer, -1, tail.subList(0, tail.size() - 1), at), "statements are missing");
        List<byte[]> exchanged = new ArrayList<>(tail.subList(0, tail.size() - 1));
        exchanged.add(tail.getFirst());
        refuses(with(newer, -1, exchanged, at), "the statements do not lead to the head");
    }

    @Test
    void anIndexCannotBeMadeToSaySomethingElse() throws Exception {
        Placed neighbour = none.proof().before().or(none.proof()::after).orElseThrow();
        int at = older.indexAt();
        refuses(with(older, 1, older.tail(), at), "the index names another statement");
        refuses(with(older, -1, older.tail(), at), "the index has a statement");
        refuses(with(older, -1, older.tail(), at, none.proof(), Optional.empty()), "");
        refuses(with(none, 0, none.tail(), at), "the index proof is of another pair");
        refuses(with(none, 0, none.tail(), at, older.proof(), older.statement()), "the index proof is of another pair");
        Placed found = older.proof().found().orElseThrow();
        byte[] another = found.leaf().key().clone();
        another[0] ^= 1;
        refuses(with(older, 0, older.tail(), at, only(another, 0, found), older.statement()), "the index proof is of");
        Proof changed = only(found.leaf().key(), 1, found);
        refuses(with(older, 1, older.tail(), at, changed, older.statement()), "leaf ");
        Proof twice = new Proof(Optional.empty(), Optional.of(neighbour), Optional.of(neighbour));
        refuses(with(none, -1, none.tail(), at, twice, Optional.empty()), "the neighbours in the index are none");
        Proof nobody = new Proof(Optional.empty(), Optional.empty(), Optional.empty());
        refuses(with(none, -1, none.tail(), at, nobody, Optional.empty()), "the neighbours in the index are none");
        refuses(with(older, 0, older.tail(), older.tail().size() - 1), "the statement called the index is none");
        refuses(with(older, 0, older.tail(), at, older.proof(), Optional.empty()), "the statement did not come along");
        Older other = new Older(
                older.tail().getFirst(), older.statement().orElseThrow().path());
        refuses(
                with(older, 0, older.tail(), at, older.proof(), Optional.of(other)),
                "the statement did not come along");
    }

    @Test
    void thereIsOneNumberForNone() throws Exception {
        byte[] bytes = none.encode();
        CborMapBuilder map = Cbor.map();
        Cbor.parse(bytes)
                .asMap()
                .entries()
                .forEach(entry ->
                        map.put(entry.key().asLong(), entry.key().asLong() == 4 ? Cbor.of(-2) : entry.value()));
        byte[] other = map.build().encoded();
        assertThatThrownBy(() -> LatestStatement.parse(other)).isInstanceOf(MalformedException.class);
        assertThat(verify(other, log.vkey(), own, none.subject()).words()).contains("does not hold: ");
    }

    @Test
    void noFlippedBitHolds() throws Exception {
        Random random = new Random(23);
        for (LatestStatement answer : List.of(older, none)) {
            byte[] bytes = answer.encode();
            for (int i = 0; i < 10; i++) {
                byte[] bad = bytes.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                assertThat(ourOwnHolds(bad, answer)).isFalse();
                assertThat(verify(bad, log.vkey(), own, answer.subject()).status())
                        .isEqualTo(1);
            }
        }
    }

    private static boolean ourOwnHolds(byte[] bytes, LatestStatement asked) {
        try {
            LatestStatement answer = LatestStatement.parse(bytes);
            return answer.subject().equals(asked.subject())
                    && answer.issuer().equals(asked.issuer())
                    && answer.check(log, own) == Outcome.HOLDS;
        } catch (MalformedException unreadable) {
            return false;
        }
    }
}
