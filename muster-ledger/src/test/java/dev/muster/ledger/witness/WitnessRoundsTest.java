package dev.muster.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.AddCheckpoint;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Witnesses are asked about every log that grew; what one of them does costs nobody else anything. */
class WitnessRoundsTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final LogId LOG = LogId.statements(ACME);
    /** No pause between tries that a test would notice. */
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private final List<Database> databases = new ArrayList<>();
    private final List<TestLedger> fixtures = new ArrayList<>();
    private Ledger ledger;

    @BeforeEach
    void start() {
        ledger = ledger();
        ledger.create(ACME);
    }

    @AfterEach
    void stop() {
        fixtures.forEach(TestLedger::close);
        databases.forEach(Database::close);
    }

    private Ledger ledger() {
        Database database = FreshDatabases.sqlite();
        databases.add(database);
        TestLedger fixture = TestLedger.over(database);
        fixtures.add(fixture);
        return fixture.open();
    }

    /** A witness of another organisation, without a network between. */
    private WitnessRounds.Asked witness(String name) {
        OrgId org = new OrgId(name);
        Ledger other = ledger();
        other.create(org);
        Witness witness = new Witness(other);
        witness.add(org, ledger.noteKey(LOG), "operator");
        return new WitnessRounds.Asked(name, witness.key(org), new Cosigners.Line() {
            @Override
            public Cosigners.Reply send(byte[] request) {
                Witness.Answered answered = witness.answer(org, AddCheckpoint.parse(request));
                return switch (answered.answer()) {
                    case dev.muster.core.ledger.Witnessing.Answer.Cosign yes ->
                        new Cosigners.Reply(
                                200, answered.cosignature().orElseThrow().line());
                    case dev.muster.core.ledger.Witnessing.Answer.OtherSize size ->
                        new Cosigners.Reply(409, size.known() + "\n");
                    case dev.muster.core.ledger.Witnessing.Answer.NotConsistent no -> new Cosigners.Reply(422, "");
                    default -> new Cosigners.Reply(400, "");
                };
            }

            @Override
            public Optional<byte[]> last(String origin) {
                return witness.last(org, origin).map(SignedNote::encode);
            }
        });
    }

    private static WitnessRounds.Asked away() {
        NoteKey key = new NoteKey("away.example/witness", NoteKey.Type.COSIGNATURE_V1, new byte[32]);
        return new WitnessRounds.Asked("away", key, request -> {
            throw new UncheckedIOException(new java.net.ConnectException("nobody there"));
        });
    }

    private void grow(String subject) {
        new Statements(ledger).registerOwn(ACME, subject, "text/plain", new byte[] {1});
    }

    private LedgerHealth health(WitnessRounds rounds) {
        return new LedgerHealth(ledger, new DeviceHeads(ledger), rounds::status, rounds.quorum());
    }

    @Test
    void enoughCosignaturesMakeAHeadWitnessedAndOneThatIsAwayIsOnlySeen() {
        WitnessRounds.Asked city = witness("city");
        WitnessRounds.Asked port = witness("port");
        try (WitnessRounds rounds = new WitnessRounds(ledger, List.of(city, away(), port), 2, AT_ONCE)) {
            for (String subject : List.of("a", "b")) {
                grow(subject);
                rounds.round();
                SignedNote note = rounds.witnessed(LOG).orElseThrow();
                assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(ledger.size(LOG));
                assertThat(ledger.noteKey(LOG).verify(note)).isTrue();
                assertThat(city.key().verify(note)).isTrue();
                assertThat(port.key().verify(note)).isTrue();
            }
            assertThat(rounds.status(ACME))
                    .extracting(WitnessStatus::name, WitnessStatus::cosigned, WitnessStatus::failures)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("city", 3L, 0L),
                            org.assertj.core.groups.Tuple.tuple("away", 0L, 2L),
                            org.assertj.core.groups.Tuple.tuple("port", 3L, 0L));
            assertThat(health(rounds).state(ACME)).isEqualTo("attention");
            assertThat(health(rounds).troubles(ACME)).singleElement().asString().contains("away", "nobody there");
            long entries = ledger.size(LogId.record(ACME));
            rounds.round();
            assertThat(ledger.size(LogId.record(ACME)))
                    .as("a log that did not grow is not shown again")
                    .isEqualTo(entries);
        }
        try (WitnessRounds again = new WitnessRounds(ledger, List.of(city), 1, AT_ONCE)) {
            assertThat(again.status(ACME))
                    .as("remembered over a restart")
                    .extracting(WitnessStatus::cosigned)
                    .containsExactly(3L);
        }
    }

    @Test
    void tooFewCosignaturesAreNotServedAsWitnessed() {
        grow("a");
        try (WitnessRounds rounds = new WitnessRounds(ledger, List.of(witness("city"), away()), 2, AT_ONCE)) {
            rounds.round();
            assertThat(rounds.witnessed(LOG)).isEmpty();
        }
    }

    @Test
    void aWitnessThatCosignedAnotherHistoryStopsTheLogByShowingOurOwnSignature() {
        WitnessRounds.Asked city = witness("city");
        SignedNote larger = ledger.identity(ACME)
                .statements()
                .sign(Checkpoint.of(ledger.noteKey(LOG).name(), 50, MerkleHash.leaf(new byte[] {7})));
        assertThat(city.line()
                        .send(new AddCheckpoint(0, List.of(), larger).encode())
                        .status())
                .isEqualTo(200);
        grow("a");
        try (WitnessRounds rounds = new WitnessRounds(ledger, List.of(city), 1, AT_ONCE)) {
            rounds.round();
            assertThat(rounds.status(ACME).getFirst().lastError()).contains("cosigned a head of 50 entries");
            assertThat(health(rounds).state(ACME)).isEqualTo("refused");
            assertThat(health(rounds).troubles(ACME).getFirst()).contains("put back a database");
            assertThatThrownBy(() -> grow("b")).isInstanceOf(ForkedLogException.class);
        }
    }

    @Test
    void theWordOfAWitnessAloneIsAnEntryAndStopsNothing() {
        grow("a");
        NoteKey key = witness("city").key();
        WitnessRounds.Asked liar =
                new WitnessRounds.Asked("liar", key, request -> new Cosigners.Reply(409, "1000000\n"));
        try (WitnessRounds rounds = new WitnessRounds(ledger, List.of(liar), 1, AT_ONCE)) {
            rounds.round();
            rounds.round();
            assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.split-view-noticed")))
                    .as("said once")
                    .hasSize(1);
            grow("goes on");
            assertThat(health(rounds).state(ACME)).isEqualTo("attention");
        }
    }
}
