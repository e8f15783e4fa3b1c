package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Instant;
import java.util.function.Function;

/** Whoever reads entries gets as many bytes as it asked for, whatever somebody made the entries hold. */
class ExtremeEntriesTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final EntryQuery LARGE = EntryQuery.all().type("test.large");

    @EntryType("test.large")
    record Large(byte[] content) implements Event {}

    private static Entries.Found find(Database database, EntryQuery query, long bytes) {
        return database.read(tx -> new Entries(tx, ACME).find(query, bytes));
    }

    @BothDatabases
    void aPageEndsBeforeItIsTooLargeAndAlwaysHoldsOne(Database database) {
        try (TestLedger fixture = TestLedger.over(database).events(Large.class)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            for (int size : new int[] {10, 300_000, 300_000, 300_000}) {
                ledger.shell()
                        .run(
                                ACME,
                                Function.identity(),
                                tx -> Decision.of(
                                        true,
                                        new Draft(
                                                Subject.device("d"),
                                                Instant.EPOCH,
                                                "test",
                                                new Large(new byte[size]))));
            }
            Entries.Found some = find(database, LARGE, 700_000);
            assertThat(some.entries()).hasSize(3);
            assertThat(some.cut()).isTrue();
            Entries.Found rest =
                    find(database, LARGE.from(some.entries().getLast().index() + 1), 700_000);
            assertThat(rest.entries()).hasSize(1);
            assertThat(rest.cut()).isFalse();
            assertThat(find(database, LARGE.fallingOrder(), 1).entries())
                    .as("one that is larger than allowed is better than none for ever")
                    .extracting(Entry::index)
                    .containsExactly(rest.entries().getFirst().index());
            assertThat(find(database, LARGE.type("test.nothing"), 1))
                    .isEqualTo(new Entries.Found(java.util.List.of(), false));
            assertThat(find(database, LARGE, Long.MAX_VALUE).entries()).isEqualTo(ledger.entries(ACME, LARGE));
        }
    }
}
