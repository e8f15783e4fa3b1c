package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.RefusalMeter;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.LedgerBusyException;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Who was refused is told, however late the ledger takes it. */
class RefusalsTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final AtomicBoolean busy = new AtomicBoolean();

    private final class BusyNow implements Projection {
        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(EnrolmentRefused.class);
        }

        @Override
        public void apply(Tx tx, Entry entry, Event event) {
            if (busy.get()) {
                throw new LedgerBusyException("too much waits");
            }
        }
    }

    private static List<EnrolmentRefused> told(Ledger ledger) {
        return ledger.entries(ACME, EntryQuery.all()).stream()
                .flatMap(entry -> ledger.event(entry).stream())
                .filter(EnrolmentRefused.class::isInstance)
                .map(EnrolmentRefused.class::cast)
                .toList();
    }

    @BothDatabases
    void whatABusyLedgerDidNotTakeIsToldLater(Database database) {
        try (TestLedger fixture = TestLedger.over(database)
                .events(EnrolmentRefused.class)
                .projection(new BusyNow())
                .clock(now::get)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Refusals refusals = new Refusals(ledger.shell(), now::get);
            busy.set(true);
            for (int i = 0; i < 3; i++) {
                refusals.note(ACME, "idevid-untrusted", "nobody's", "cam-" + i, "192.0.2.1");
            }
            now.set(NOON.plus(RefusalMeter.WINDOW));
            assertThatThrownBy(refusals::run).isInstanceOf(LedgerBusyException.class);
            assertThat(told(ledger)).isEmpty();
            busy.set(false);
            now.set(NOON.plus(RefusalMeter.WINDOW.multipliedBy(2)));
            refusals.run();
            now.set(NOON.plus(RefusalMeter.WINDOW.multipliedBy(3)));
            refusals.run();
            assertThat(told(ledger)).singleElement().satisfies(entry -> {
                assertThat(entry.count()).isEqualTo(3);
                assertThat(entry.since()).isEqualTo(NOON);
                assertThat(entry.claimed()).isEqualTo("cam-2");
            });
        }
    }
}
