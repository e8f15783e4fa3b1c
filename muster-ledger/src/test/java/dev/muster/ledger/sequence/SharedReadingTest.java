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
import java.util.function.Function;

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
}
