package dev.muster.ledger.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A clean log is clean; every way to damage one is found, and a restored older copy does not sign. */
class FsckTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final LogId RECORD = LogId.record(ACME);
    private static final LogId STATEMENTS = LogId.statements(ACME);

    private static Ledger filled(TestLedger fixture, int entries) {
        Ledger ledger = fixture.open();
        ledger.create(ACME);
        Statements statements = new Statements(ledger);
        for (int i = 0; i < 5; i++) {
            statements.registerOwn(ACME, "note-" + i, "text/plain", new byte[] {(byte) i});
        }
        ledger.shell().run(ACME, Function.identity(), tx -> {
            Draft[] drafts = new Draft[entries];
            for (int i = 0; i < entries; i++) {
                drafts[i] = new Draft(
                        Subject.org(ACME), Instant.EPOCH, "tester", new LedgerEvent.BodyErased(1_000_000 + i, "test"));
            }
            return Decision.of(true, drafts);
        });
        ledger.publish(RECORD);
        ledger.publish(STATEMENTS);
        return ledger;
    }

    @BothDatabases
    void aCleanLogIsCleanWithTilesInFilesAndInTheDatabase(Database database) {
        try (TestLedger fixture = TestLedger.over(database).tilesInDatabase()) {
            Ledger ledger = filled(fixture, 600);
            FsckReport report = new Fsck(ledger).check(RECORD);
            assertThat(report.faults()).isEmpty();
            assertThat(report.leaves()).isEqualTo(607);
            assertThat(report.tiles()).isEqualTo(2);
            assertThat(new Fsck(ledger).check(STATEMENTS).faults()).isEmpty();
            ReplayReport replay = new Fsck(ledger).replay(ACME);
            assertThat(replay.holds()).isTrue();
            assertThat(replay.accepted()).isEqualTo(6);
        }
    }

    @BothDatabases
    void whoWaitsIsToldHowFarItIs(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = filled(fixture, 2100);
            List<String> told = new ArrayList<>();
            Fsck fsck = new Fsck(ledger, (what, done, all) -> told.add(done + " of " + all + " " + what));
            fsck.check(RECORD);
            fsck.check(STATEMENTS);
            fsck.replay(ACME);
            assertThat(told)
                    .containsExactly(
                            "0 of 2107 entries",
                            "2000 of 2107 entries",
                            "0 of 6 statements",
                            "0 of 2107 entries read for their statements",
                            "2000 of 2107 entries read for their statements");
        }
    }

    @BothDatabases
    void aChangedBodyIsFound(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = filled(fixture, 10);
            database.change(tx -> tx.update("update entry set body = ? where idx = 9", new byte[] {(byte) 0xa0}));
            assertThat(new Fsck(ledger).check(RECORD).faults()).anyMatch(f -> f.contains("body of entry 9"));
        }
    }

    @BothDatabases
    void aChangedColumnIsFoundByTheRoot(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = filled(fixture, 300);
            database.change(tx -> tx.update("update entry set effective_at = 7 where idx = 20"));
            assertThat(new Fsck(ledger).check(RECORD).faults())
                    .anyMatch(f -> f.contains("has another root"))
                    .anyMatch(f -> f.contains("tile/0/000 differs from the rows"));
        }
    }

    @BothDatabases
    void aMissingRowAndAMissingStatementAreFound(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = filled(fixture, 10);
            database.change(tx -> tx.update("delete from entry where idx = 12"));
            database.change(tx -> tx.update("delete from statement where idx = 2"));
            assertThat(new Fsck(ledger).check(RECORD).faults()).anyMatch(f -> f.contains("entry 12 is missing"));
            assertThat(new Fsck(ledger).check(STATEMENTS).faults()).anyMatch(f -> f.contains("statement 2 is missing"));
        }
    }

    @BothDatabases
    void aDamagedTileAndAForgedHeadAreFound(Database database) throws Exception {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = filled(fixture, 300);
            Path root = fixture.directory().resolve("log/acme/record");
            Path tile = root.resolve("tile/0/000");
            byte[] bytes = Files.readAllBytes(tile);
            bytes[100] ^= 1;
            Files.write(tile, bytes);
            Path checkpoint = root.resolve("checkpoint");
            Files.writeString(checkpoint, Files.readString(checkpoint).replace("\n307\n", "\n306\n"));
            assertThat(new Fsck(ledger).check(RECORD).faults())
                    .anyMatch(f -> f.contains("tile/0/000 differs"))
                    .anyMatch(f -> f.contains("not signed"));
        }
    }

    @BothDatabases
    void anErasedBodyLeavesEveryProofAsItWas(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = filled(fixture, 10);
            SignedNote before = ledger.checkpoint(RECORD);
            ledger.shell()
                    .run(
                            ACME,
                            Function.identity(),
                            tx -> Decision.of(
                                    true,
                                    new Draft(
                                            Subject.org(ACME),
                                            Instant.EPOCH,
                                            "tester",
                                            new LedgerEvent.BodyErased(8, "asked for"))));
            assertThat(ledger.entry(ACME, 8).orElseThrow().body()).isEmpty();
            Checkpoint head = Checkpoint.parse(before.text());
            assertThat(ledger.current(RECORD).root(head.size())).isEqualTo(head.root());
            FsckReport report = new Fsck(ledger).check(RECORD);
            assertThat(report.faults()).isEmpty();
            assertThat(report.erased()).isEqualTo(1);
        }
    }

    @BothDatabases
    void aRestoredOlderCopyRefusesToSignAndSaysHowToRecover(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = filled(fixture, 10);
            ledger.close();
            database.change(tx -> {
                tx.update("delete from entry where idx >= 10");
                tx.update("update ledger_log set size = 10");
            });
            TestLedger again = TestLedger.in(fixture.directory(), database);
            try (again) {
                Ledger restored = again.open();
                assertThatThrownBy(() -> restored.checkpoint(RECORD))
                        .isInstanceOf(ForkedLogException.class)
                        .hasMessageContaining("put back a database");
                assertThatThrownBy(() -> restored.shell()
                                .run(
                                        ACME,
                                        Function.identity(),
                                        tx -> Decision.of(
                                                true,
                                                new Draft(
                                                        Subject.org(ACME),
                                                        Instant.EPOCH,
                                                        "tester",
                                                        new LedgerEvent.BodyErased(0, "x")))))
                        .isInstanceOf(ForkedLogException.class);
                assertThat(restored.size(RECORD)).isEqualTo(10);
            }
        }
    }
}
