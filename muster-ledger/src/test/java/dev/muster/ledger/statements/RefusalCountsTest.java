package dev.muster.ledger.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent.StatementsRefused;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.StatementOutcome.Reason;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.LedgerBusyException;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** What nobody trusted is counted, and the count is told, however late the ledger takes it. */
class RefusalCountsTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId BOLT = new OrgId("bolt");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Set<OrgId> busy = new HashSet<>();

    private final class BusyNow implements Projection {
        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(StatementsRefused.class);
        }

        @Override
        public void apply(Tx tx, Entry entry, Event event) {
            if (busy.contains(entry.org())) {
                throw new LedgerBusyException("too much waits");
            }
        }
    }

    private static List<StatementsRefused> told(Ledger ledger, OrgId org) {
        return ledger.entries(org, EntryQuery.all()).stream()
                .flatMap(entry -> ledger.event(entry).stream())
                .filter(StatementsRefused.class::isInstance)
                .map(StatementsRefused.class::cast)
                .toList();
    }

    @BothDatabases
    void whatABusyLedgerDidNotTakeIsToldWithWhatCameMeanwhile(Database database) {
        try (TestLedger fixture =
                TestLedger.over(database).projection(new BusyNow()).clock(now::get)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            ledger.create(BOLT);
            RefusalCounts counts = new RefusalCounts(ledger);
            Registration.Refused why = new Registration.Refused(Reason.UNKNOWN_SIGNER, "nobody knows it");
            for (int i = 0; i < 5; i++) {
                counts.note(ACME, why, "digest-" + i, "192.0.2.1");
            }
            counts.note(BOLT, why, "digest-b", "192.0.2.1");
            counts.run();
            assertThat(told(ledger, ACME)).isEmpty();
            now.set(NOON.plusSeconds(61));
            busy.add(ACME);
            assertThatThrownBy(counts::run).isInstanceOf(LedgerBusyException.class);
            assertThat(told(ledger, ACME)).isEmpty();
            assertThat(told(ledger, BOLT)).extracting(StatementsRefused::count).containsExactly(1L);
            counts.note(ACME, why, "digest-5", "192.0.2.2");
            busy.clear();
            counts.run();
            assertThat(told(ledger, ACME)).singleElement().satisfies(entry -> {
                assertThat(entry.count()).isEqualTo(6);
                assertThat(entry.networks()).isEqualTo(2);
                assertThat(entry.since()).isEqualTo(NOON);
            });
            now.set(NOON.plusSeconds(200));
            counts.run();
            assertThat(told(ledger, ACME)).hasSize(1);
        }
    }
}
