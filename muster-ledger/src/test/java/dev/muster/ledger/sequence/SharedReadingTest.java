package dev.muster.ledger.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What is kept for followers does not grow with the number of organisations. */
class SharedReadingTest {
    private static void append(Ledger ledger, OrgId org, int entries) {
        Draft draft =
                new Draft(Subject.org(org), Instant.EPOCH, "tester", new LedgerEvent.BodyErased(1_000_000, "test"));
        ledger.shell().run(org, Function.identity(), tx -> Decision.of(true, Collections.nCopies(entries, draft)));
    }

    @BothDatabases
    void ofManyOrganisationsThoseThatWroteLastAreKept(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            SharedReading reading = new SharedReading(database);
            int orgs = SharedReading.KEPT_ENTRIES / SharedReading.MAX_ENTRIES + 2;
            for (int i = 0; i < orgs; i++) {
                OrgId org = new OrgId("org-" + i);
                ledger.create(org);
                append(ledger, org, SharedReading.MAX_ENTRIES);
                assertThat(reading.from(org, 0)).hasSize(SharedReading.MAX_ENTRIES);
                assertThat(reading.kept()).isLessThanOrEqualTo(SharedReading.KEPT_ENTRIES);
            }
            OrgId first = new OrgId("org-0");
            assertThat(reading.from(first, 0)).as("read again").hasSize(SharedReading.MAX_ENTRIES);
            List<Entry> rest = reading.from(first, SharedReading.MAX_ENTRIES);
            assertThat(rest).isNotEmpty();
            assertThat(rest.getLast().index()).isEqualTo(ledger.size(LogId.record(first)) - 1);
            assertThat(reading.from(first, rest.getLast().index() + 1)).isEmpty();
            assertThat(reading.from(first, rest.getLast().index()))
                    .as("nothing new forgets nothing")
                    .containsExactly(rest.getLast());
        }
    }

    @BothDatabases
    void whatWasCommittedHereIsHandedOnAsItWasWrittenAndInOrder(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            OrgId org = new OrgId("acme");
            ledger.create(org);
            append(ledger, org, 3 * SharedReading.MAX_ENTRIES);
            SharedReading reading = new SharedReading(database);
            List<Entry> all = ledger.entries(org, EntryQuery.all().from(0).limit(EntryQuery.MAX_LIMIT));
            reading.committed(org, all.subList(0, 5));
            assertThat(reading.from(org, 3).getFirst()).isSameAs(all.get(3));
            reading.committed(org, all.subList(5, 9));
            assertThat(reading.from(org, 2)).isEqualTo(all.subList(2, 9));
            reading.committed(org, all.subList(12, 14));
            assertThat(reading.from(org, 9)).as("a gap is read").startsWith(all.get(9), all.get(10), all.get(11));
            reading.committed(org, all.subList(14, all.size()));
            assertThat(reading.kept()).isLessThanOrEqualTo(SharedReading.KEPT_ENTRIES);
            long next = 0;
            while (next < all.size()) {
                List<Entry> page = reading.from(org, next);
                assertThat(page).isNotEmpty().hasSizeLessThanOrEqualTo(SharedReading.MAX_ENTRIES);
                assertThat(page.getFirst()).isEqualTo(all.get((int) next));
                next += page.size();
            }
        }
    }

    @BothDatabases
    void largeBodiesDoNotStay(Database database) {
        OrgId org = new OrgId("acme");
        SharedReading reading = new SharedReading(database);
        List<Entry> large = large(org, 10);
        reading.committed(org, large);
        assertThat(reading.kept()).isEqualTo(4);
        assertThat(reading.from(org, 6)).isEqualTo(large.subList(6, 10));
        for (int i = 0; i < 50; i++) {
            OrgId other = new OrgId("org-" + i);
            reading.committed(other, large(other, 4));
        }
        assertThat(reading.kept()).as("of all organisations together").isEqualTo(16);
    }

    @BothDatabases
    void ofLargeBodiesFewAreReadAtATime(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            OrgId org = new OrgId("acme");
            ledger.create(org);
            append(ledger, org, 9);
            byte[] body = new byte[LARGE];
            database.change(tx -> tx.update("update entry set body = ? where org = ?", body, org.value()));
            SharedReading reading = new SharedReading(database);
            assertThat(reading.from(org, 0)).hasSize(4);
            assertThat(reading.from(org, 4))
                    .hasSize(4)
                    .first()
                    .extracting(Entry::index)
                    .isEqualTo(4L);
            assertThat(reading.kept()).isEqualTo(4);
        }
    }

    private static final int LARGE = (int) (SharedReading.KEPT_BYTES_EACH / 4);

    private static List<Entry> large(OrgId org, int entries) {
        byte[] body = new byte[LARGE];
        return IntStream.range(0, entries)
                .mapToObj(index -> new Entry(
                        index,
                        org,
                        "test.large",
                        Subject.org(org),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "tester",
                        new byte[32],
                        Optional.of(body)))
                .toList();
    }
}
