package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.fsck.Fsck;
import dev.muster.ledger.sequence.Lease;
import dev.muster.ledger.sequence.NotSequencerException;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.DailyHeads;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL: one of them writes, and whoever lost the lease cannot commit one more entry. */
class TwoServersTest {
    private static final OrgId ACME = new OrgId("acme");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

    private TestLedger server(String url) {
        return TestLedger.over(Database.open(url)).tilesInDatabase().clock(now::get);
    }

    private static void shareKeys(Path from, Path to) throws IOException {
        Path source = from.resolve("keys/acme");
        Path target = Files.createDirectories(to.resolve("keys/acme"));
        for (String file : new String[] {"receipts.pem", "record.pem", "statements.pem", "witness.pem"}) {
            Files.copy(source.resolve(file), target.resolve(file));
        }
    }

    private static long append(Ledger ledger) {
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
                                        new LedgerEvent.BodyErased(1_000_000, "test"))));
        return ledger.size(LogId.record(ACME));
    }

    @Test
    void theLeaseChangesHandsOnlyWhenItRanOutAndTheLogStaysOne() throws Exception {
        String url = FreshDatabases.postgresqlUrl();
        try (TestLedger a = server(url);
                TestLedger b = server(url)) {
            Ledger first = a.open();
            first.create(ACME);
            shareKeys(a.directory(), b.directory());
            Ledger second = b.open();
            for (int i = 0; i < 300; i++) {
                append(first);
            }
            assertThatThrownBy(() -> append(second))
                    .isInstanceOf(NotSequencerException.class)
                    .hasMessageContaining("writes the ledger until");
            now.updateAndGet(time -> time.plus(Lease.TIME).plusSeconds(1));
            assertThat(append(second)).isEqualTo(303);
            assertThatThrownBy(() -> append(first)).isInstanceOf(NotSequencerException.class);
            for (int i = 0; i < 300; i++) {
                append(second);
            }
            now.updateAndGet(time -> time.plus(Lease.TIME).plusSeconds(1));
            assertThat(append(first))
                    .as("takes over again and has read what the other wrote")
                    .isEqualTo(604);
            LogId log = LogId.record(ACME);
            assertThat(first.current(log).root(604))
                    .isEqualTo(second.current(log).root(604));
            assertThat(new Fsck(first).check(log).faults()).isEmpty();
            assertThat(new Fsck(second).check(log).faults()).isEmpty();
            long fences = a.database().read(tx -> tx.count("select fence as n from ledger_lease"));
            assertThat(fences).as("one number for each change of hands").isEqualTo(3);
        }
    }

    @Test
    void aServerThatRestartsHasItsLeaseAtOnce() {
        String url = FreshDatabases.postgresqlUrl();
        try (TestLedger a = server(url)) {
            Ledger before = a.open();
            before.create(ACME);
            before.close();
            try (TestLedger again = TestLedger.in(a.directory(), Database.open(url))
                    .tilesInDatabase()
                    .clock(now::get)) {
                assertThat(append(again.open())).isEqualTo(3);
            }
        }
    }

    @Test
    void theDailyHeadIsRegisteredOnceADay() {
        try (TestLedger a = server(FreshDatabases.sqliteUrl())) {
            Ledger ledger = a.open();
            ledger.create(ACME);
            DailyHeads heads = new DailyHeads(ledger, new Statements(ledger));
            assertThat(heads.register(ACME)).isTrue();
            assertThat(heads.register(ACME)).isFalse();
            now.updateAndGet(time -> time.plusSeconds(24 * 3600));
            heads.run();
            assertThat(heads.register(ACME)).isFalse();
            assertThat(ledger.size(LogId.statements(ACME))).isEqualTo(3);
        }
    }
}
