package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.EndpointClosed;
import dev.muster.core.devices.EndpointOpened;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.WorkStep;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A session's place is a vendor's window like that of a work order. */
class VendorWorkTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final DeviceId LAMP = new DeviceId("lamp-1");

    @BothDatabases
    void aSessionOpensItsPlaceUntilItEnds(Database database) {
        try (TestLedger fixture =
                TestLedger.over(database).events(DeviceEvent.class).clock(() -> NOW)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            VendorWork work = new VendorWork(ledger);
            WorkStep opened = step(ledger, work, new EndpointOpened("2001:db8::7", 8443, NOW.plusSeconds(60), "s-1"))
                    .orElseThrow();
            assertThat(opened.order()).isEqualTo("s-1");
            assertThat(opened.device()).isEqualTo(LAMP);
            assertThat(opened.endpoints()).contains(List.of("[2001:db8::7]:8443"));
            assertThat(opened.approves() && opened.working()).isTrue();
            WorkStep closed = step(ledger, work, new EndpointClosed("s-1")).orElseThrow();
            assertThat(closed.order()).isEqualTo("s-1");
            assertThat(closed.working()).isFalse();
            assertThat(closed.endpoints()).isEmpty();
            assertThat(closed.entry()).isGreaterThan(opened.entry());
        }
    }

    private static Optional<WorkStep> step(Ledger ledger, VendorWork work, Event event) {
        ledger.shell()
                .run(
                        ACME,
                        tx -> tx,
                        tx -> Decision.of("done", List.of(new Draft(LAMP.subject(), NOW, "muster", event))));
        return work.step(
                ledger.newest(ACME, EntryQuery.all().subject(LAMP.subject())).orElseThrow());
    }
}
