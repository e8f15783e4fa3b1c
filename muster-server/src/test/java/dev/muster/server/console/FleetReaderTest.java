package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.facts.FactProjection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A device that has been reporting for years. */
class FleetReaderTest {
    private static final OrgId ORG = new OrgId("demo");
    /** Hourly reports pass this in 14 months. */
    private static final int REPORTS = EntryQuery.MAX_LIMIT + 50;

    @EntryType("test.reported")
    record Reported(String state) implements Event {}

    private static Draft reported(String state) {
        return new Draft(Subject.device("cam-01"), Instant.EPOCH, "test", new Reported(state));
    }

    @BothDatabases
    void theStateThenIsTheNewestOneHoweverManyCameBefore(Database database) {
        EntryFacts reader = new EntryFacts(
                EventCodec.of(List.of(Reported.class)),
                List.of((entry, event) -> event instanceof Reported said
                        ? List.of(new Fact(
                                entry.subject(),
                                FactKeys.STATE,
                                said.state(),
                                entry.effectiveAt(),
                                Grade.ATTESTED,
                                entry.index()))
                        : List.of()));
        TestLedger ledgers = TestLedger.over(database)
                .events(Reported.class)
                .projection(new FactProjection(reader, new DeviceRows(reader)));
        Migrations.create()
                .topic("facts", "001-facts", "003-levels")
                .topic("console", "003-fleet", "004-order", "005-silent", "006-expected", "007-fell-back")
                .apply(database);
        try (TestLedger fixture = ledgers) {
            Ledger ledger = fixture.open();
            List<Draft> drafts = new ArrayList<>();
            for (int i = 1; i < REPORTS; i++) {
                drafts.add(reported("joining"));
            }
            drafts.add(reported("operational"));
            ledger.shell().run(ORG, Function.identity(), tx -> Decision.of(true, drafts));
            Instant then = ledger.newest(ORG, EntryQuery.all()).orElseThrow().receivedAt();
            FleetReader fleet = new FleetReader(database, reader, InstantSource.system());
            assertThat(fleet.device(ORG, "cam-01", Optional.of(then))
                            .orElseThrow()
                            .state())
                    .isEqualTo("operational");
            assertThat(FleetReader.all(fleet.devices(ORG, Optional.of(then)))).hasSize(1);
            assertThat(FleetReader.all(fleet.devices(ORG, Optional.of(Instant.EPOCH))))
                    .isEmpty();
            assertThat(fleet.device(ORG, "cam-01", Optional.of(Instant.EPOCH))).isEmpty();
        }
    }
}
