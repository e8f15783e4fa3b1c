package dev.muster.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.HeadReports;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Witnessing;
import dev.muster.format.audit.merkle.AddCheckpoint;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.Cosigners;
import dev.muster.ledger.witness.Witness;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One Muster asks another for cosignatures over real TLS; a split view and an older copy are noticed. */
class WitnessTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId CITY = new OrgId("city");
    private static final LogId LOG = LogId.statements(ACME);

    private Database database;
    private Database others;
    private TestLedger fixture;
    private TestLedger otherFixture;
    private Ledger ledger;
    private Ledger witnessLedger;
    private Witness witness;
    private TestServer server;

    @BeforeEach
    void start() {
        database = FreshDatabases.sqlite();
        others = FreshDatabases.sqlite();
        fixture = TestLedger.over(database);
        otherFixture = TestLedger.over(others);
        ledger = fixture.open();
        ledger.create(ACME);
        witnessLedger = otherFixture.open();
        witnessLedger.create(CITY);
        witness = new Witness(witnessLedger);
        Routes routes = new Routes();
        new WitnessDoor(witnessLedger, witness, new Cosigners(witnessLedger)).addTo(routes);
        server = TestServer.devices(routes);
    }

    @AfterEach
    void stop() {
        server.close();
        fixture.close();
        otherFixture.close();
        database.close();
        others.close();
    }

    private Cosigners.Reply send(byte[] body) {
        HttpResponse<byte[]> answer = server.send(HttpRequest.newBuilder(server.device("/witness/city/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        return new Cosigners.Reply(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }

    private void grow(String subject) {
        new Statements(ledger).registerOwn(ACME, subject, "text/plain", new byte[] {1});
    }

    @Test
    void headsAreCosignedAsTheyGrowAndTheWitnessKeepsUpByItself() {
        witness.add(CITY, ledger.noteKey(LOG), "operator");
        NoteKey key = witness.key(CITY);
        Cosigners cosigners = new Cosigners(ledger);
        for (String subject : List.of("a", "b", "c")) {
            grow(subject);
            Cosigners.Outcome outcome = cosigners.ask(LOG, key, 0, this::send);
            assertThat(outcome).isInstanceOf(Cosigners.Outcome.Cosigned.class);
            SignedNote note = ((Cosigners.Outcome.Cosigned) outcome).note();
            assertThat(ledger.noteKey(LOG).verify(note)).isTrue();
            assertThat(key.verify(note)).isTrue();
        }
        assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.cosigned")))
                .hasSize(3);
        assertThat(witnessLedger.entries(CITY, EntryQuery.all().type("ledger.witnessed")))
                .hasSize(3);
    }

    @Test
    void strangersForgeriesAndForksAreNotCosigned() {
        grow("a");
        SignedNote note = ledger.checkpoint(LOG);
        assertThat(send(new AddCheckpoint(0, List.of(), note).encode()).status())
                .as("unknown log")
                .isEqualTo(404);
        witness.add(CITY, ledger.noteKey(LOG), "operator");
        SignedNote forged = new SignedNote(note.text().replace("\n2\n", "\n3\n"), note.signatures());
        assertThat(send(new AddCheckpoint(0, List.of(), forged).encode()).status())
                .isEqualTo(403);
        assertThat(send(new AddCheckpoint(9, List.of(), note).encode()).status())
                .isEqualTo(400);
        assertThat(send("old".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
        assertThat(send(new AddCheckpoint(0, List.of(), note).encode()).status())
                .isEqualTo(200);
        Cosigners.Reply conflict = send(new AddCheckpoint(0, List.of(), note).encode());
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.body()).isEqualTo("2\n");
        HttpResponse<byte[]> last = server.send(HttpRequest.newBuilder(server.device("/witness/city/checkpoint?origin="
                        + java.net.URLEncoder.encode(ledger.noteKey(LOG).name(), StandardCharsets.UTF_8)))
                .build());
        SignedNote served = SignedNote.parse(last.body());
        assertThat(served.text())
                .as("what was cosigned last, for a log that lost it")
                .isEqualTo(note.text());
        assertThat(served.signatures()).hasSize(2);
        assertThat(ledger.noteKey(LOG).verify(served)).isTrue();
        assertThat(witness.key(CITY).verify(served)).isTrue();
        assertThat(server.send(HttpRequest.newBuilder(server.device("/witness/city/checkpoint?origin=other"))
                                .build())
                        .statusCode())
                .isEqualTo(404);
        SignedNote fork = ledger.identity(ACME)
                .statements()
                .sign(Checkpoint.of(ledger.noteKey(LOG).name(), 3, MerkleHash.leaf(new byte[] {7})));
        assertThat(send(new AddCheckpoint(2, List.of(new byte[32]), fork).encode())
                        .status())
                .as("a wrong proof says nothing about the log")
                .isEqualTo(422);
        assertThat(witnessLedger.entries(CITY, EntryQuery.all().type("ledger.split-view-noticed")))
                .isEmpty();
    }

    @Test
    void onlyAnotherHeadOfTheSameSizeIsASplitViewAndItIsToldOnce() {
        grow("a");
        witness.add(CITY, ledger.noteKey(LOG), "operator");
        SignedNote note = ledger.checkpoint(LOG);
        SignedNote decorated = note.with(new SignedNote.NoteSignature("stranger", 7, new byte[64]));
        assertThat(send(new AddCheckpoint(0, List.of(new byte[32]), note).encode())
                        .status())
                .as("a first head needs no proof and takes none")
                .isEqualTo(422);
        for (int i = 0; i < 3; i++) {
            long old = i == 0 ? 0 : 2;
            assertThat(send(new AddCheckpoint(old, List.of(), decorated).encode())
                            .status())
                    .isEqualTo(200);
        }
        assertThat(witnessLedger.entries(CITY, EntryQuery.all().type("ledger.witnessed")))
                .as("the same head again is cosigned and not written again")
                .hasSize(1);
        SignedNote fork = ledger.identity(ACME)
                .statements()
                .sign(Checkpoint.of(ledger.noteKey(LOG).name(), 2, MerkleHash.leaf(new byte[] {7})));
        for (int i = 0; i < 2; i++) {
            Cosigners.Reply conflict = send(new AddCheckpoint(2, List.of(), fork).encode());
            assertThat(conflict.status()).isEqualTo(409);
            assertThat(conflict.body()).isEqualTo("2\n");
        }
        assertThat(witnessLedger.entries(CITY, EntryQuery.all().type("ledger.split-view-noticed")))
                .hasSize(1);
        String hash = java.util.HexFormat.of()
                .formatHex(dev.muster.format.crypto.Sha256.of(
                        ledger.noteKey(LOG).name().getBytes(StandardCharsets.UTF_8)));
        HttpResponse<byte[]> served =
                server.send(HttpRequest.newBuilder(server.device("/witness/city/" + hash + "/checkpoint"))
                        .build());
        assertThat(SignedNote.parse(served.body()).signatures())
                .extracting(SignedNote.NoteSignature::name)
                .containsExactly(ledger.noteKey(LOG).name(), witness.key(CITY).name());
        SignedNote nothing = ledger.identity(ACME)
                .statements()
                .sign(Checkpoint.of(ledger.noteKey(LOG).name(), 0, new byte[32]));
        assertThat(send(new AddCheckpoint(0, List.of(), nothing).encode()).status())
                .isEqualTo(409);
    }

    @Test
    void theRulesOfTheWitnessArePure() {
        AddCheckpoint request = new AddCheckpoint(0, List.of(), ledger.checkpoint(LOG));
        assertThat(Witnessing.decide(request, java.util.Optional.empty(), CITY, java.time.Instant.EPOCH)
                        .drafts())
                .isEmpty();
        assertThat(AddCheckpoint.parse(request.encode())).isEqualTo(request);
        Witnessing.KnownLog known =
                new Witnessing.KnownLog(ledger.noteKey(LOG), java.util.Optional.empty(), java.util.Optional.empty());
        for (byte[] root : List.of(new byte[32], dev.muster.format.crypto.Sha256.of(new byte[0]))) {
            SignedNote nothing = ledger.identity(ACME)
                    .statements()
                    .sign(Checkpoint.of(ledger.noteKey(LOG).name(), 0, root));
            var answer = Witnessing.decide(
                            new AddCheckpoint(0, List.of(), nothing),
                            java.util.Optional.of(known),
                            CITY,
                            java.time.Instant.EPOCH)
                    .answer();
            assertThat(answer)
                    .as("an empty log has one root")
                    .isInstanceOf(
                            root[0] == 0 ? Witnessing.Answer.NotConsistent.class : Witnessing.Answer.Cosign.class);
        }
    }

    /** A witness whose clock is wrong, or that gives out what it once signed, vouches for nothing now. */
    @Test
    void aCosignatureOfAnotherTimeCountsForNothing() {
        grow("a");
        KeyPair pair = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
        NoteKey key = NoteKey.of("town.example/witness", NoteKey.Type.COSIGNATURE_V1, pair.getPublic());
        NoteSigner signer = new NoteSigner(key, pair.getPrivate());
        Instant now = Instant.now();
        for (Instant at : List.of(
                Instant.EPOCH,
                now.minusSeconds(11 * 60),
                now.plusSeconds(11 * 60),
                Instant.parse("2036-01-01T00:00:00Z"))) {
            assertThat(new Cosigners(ledger).ask(LOG, key, 0, body -> cosigned(signer, body, at)))
                    .as(at.toString())
                    .isInstanceOfSatisfying(
                            Cosigners.Outcome.Failed.class,
                            failed -> assertThat(failed.toString()).contains("is dated"));
        }
        assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.cosigned")))
                .isEmpty();
        assertThat(new Cosigners(ledger).ask(LOG, key, 0, body -> cosigned(signer, body, now)))
                .isInstanceOf(Cosigners.Outcome.Cosigned.class);
    }

    private static Cosigners.Reply cosigned(NoteSigner signer, byte[] request, Instant at) {
        SignedNote note = AddCheckpoint.parse(request).checkpoint();
        SignedNote mine = new SignedNote(note.text(), List.of(signer.cosign(note, at)));
        String encoded = new String(mine.encode(), StandardCharsets.UTF_8);
        return new Cosigners.Reply(200, encoded.substring(encoded.lastIndexOf("\n\n") + 2));
    }

    @Test
    void aDeviceThatSawAnotherHeadStopsTheLogAndOneThatMadeItUpDoesNot() {
        grow("a");
        Cosigners cosigners = new Cosigners(ledger);
        byte[] seen = ledger.checkpoint(LOG).encode();
        assertThat(cosigners.seen(LOG, "device/cam-07", seen)).isEqualTo(HeadReports.Answer.SAME);
        byte[] madeUp = new String(seen, StandardCharsets.UTF_8)
                .replace("\n2\n", "\n9\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(cosigners.seen(LOG, "device/cam-08", madeUp)).isEqualTo(HeadReports.Answer.NOT_OURS);
        grow("b");
        SignedNote larger = ledger.identity(ACME)
                .statements()
                .sign(Checkpoint.of(ledger.noteKey(LOG).name(), 50, MerkleHash.leaf(new byte[] {7})));
        assertThat(cosigners.seen(LOG, "device/cam-07", larger.encode())).isEqualTo(HeadReports.Answer.LARGER);
        assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.split-view-noticed")))
                .hasSize(1);
        assertThatThrownBy(() -> ledger.checkpoint(LOG))
                .isInstanceOf(ForkedLogException.class)
                .hasMessageContaining("a signed head with 50 has been seen");
        assertThatThrownBy(() -> grow("c")).isInstanceOf(ForkedLogException.class);
    }
}
