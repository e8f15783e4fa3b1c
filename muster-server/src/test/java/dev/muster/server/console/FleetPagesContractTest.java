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
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.web.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of the fleet from its rows say what the facts say, and cost what they show. */
class FleetPagesContractTest {
    private static final OrgId ORG = new OrgId("acme");
    private static final int DEVICES = 230;

    @EntryType("test.summed")
    record Summed(Map<String, String> facts) implements Event {}

    private static final EntryFacts FACTS = new EntryFacts(
            EventCodec.of(List.of(Summed.class)),
            List.of((entry, event) -> event instanceof Summed summed
                    ? summed.facts().entrySet().stream()
                            .map(fact -> new Fact(
                                    entry.subject(),
                                    fact.getKey(),
                                    fact.getValue(),
                                    entry.effectiveAt(),
                                    Grade.ATTESTED,
                                    entry.index()))
                            .toList()
                    : List.of()));

    private static TestLedger fixture(Database database) {
        Migrations.create()
                .topic("facts", "001-facts")
                .topic("console", "003-fleet")
                .apply(database);
        return TestLedger.over(database)
                .events(Summed.class)
                .projection(new FactProjection(FACTS, new DeviceRows(FACTS)));
    }

    private static Draft draft(int n, String state, String verdict, long second) {
        return new Draft(
                Subject.device("cam-%03d".formatted(n)),
                Instant.EPOCH.plusSeconds(second),
                "test",
                new Summed(Map.of(FactKeys.STATE, state, FactKeys.VERDICT, verdict, FactKeys.VERSION, "1." + n % 2)));
    }

    @BothDatabases
    void theRowsSayWhatTheFactsSayAndTheWorstComesFirst(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            List<Draft> drafts = new ArrayList<>();
            for (int n = 0; n < DEVICES; n++) {
                drafts.add(draft(n, "operational", "affirming", 10));
            }
            drafts.add(draft(7, "quarantined", "contraindicated", 20));
            drafts.add(draft(8, "operational", "warning", 20));
            drafts.add(draft(9, "operational", "warning", 20));
            drafts.add(draft(9, "operational", "affirming", 30));
            drafts.add(draft(3, "operational", "affirming", 40));
            ledger.shell().run(ORG, Function.identity(), tx -> Decision.of(true, drafts));
            FleetReader fleet = new FleetReader(database, FACTS);
            assertThat(fleet.status(ORG, Optional.empty()))
                    .isEqualTo(FleetStatus.of(FleetReader.all(fleet.devices(ORG, Optional.empty()))));
            List<DeviceSummary> first =
                    fleet.page(ORG, ALL, FIRST, Optional.empty()).rows();
            assertThat(first).hasSize(FIRST.size());
            assertThat(first.subList(0, 3))
                    .extracting(DeviceSummary::id)
                    .containsExactly("cam-007", "cam-008", "cam-000");
            Instant then = ledger.newest(ORG, EntryQuery.all()).orElseThrow().receivedAt();
            for (FleetPage.Filter filter : FILTERS) {
                for (String sort : List.of("", "device", "state", "verdict", "software", "product", "attested")) {
                    for (boolean falling : sort.isEmpty() ? List.of(false) : List.of(false, true)) {
                        Rows.Wanted wanted = new Rows.Wanted(sort, falling, 1, 50);
                        Rows.Slice<DeviceSummary> now = fleet.page(ORG, filter, wanted, Optional.empty());
                        Rows.Slice<DeviceSummary> past = fleet.page(ORG, filter, wanted, Optional.of(then));
                        assertThat(lines(now)).as("%s by %s", filter, wanted).isEqualTo(lines(past));
                        assertThat(now.total()).isEqualTo(past.total());
                    }
                }
            }
        }
    }

    private static final FleetPage.Filter ALL = new FleetPage.Filter("", "", "");
    private static final Rows.Wanted FIRST = new Rows.Wanted("", false, 0, 100);
    private static final List<FleetPage.Filter> FILTERS = List.of(
            ALL,
            new FleetPage.Filter("CAM-0", "", ""),
            new FleetPage.Filter("%", "", ""),
            new FleetPage.Filter("1.1", "operational", "affirming"),
            new FleetPage.Filter("", "none", ""));

    private static List<String> lines(Rows.Slice<DeviceSummary> slice) {
        return slice.rows().stream().map(FleetPagesContractTest::line).toList();
    }

    private static String line(DeviceSummary device) {
        return String.join(
                " ",
                device.id(),
                device.state(),
                device.verdict(),
                device.software(),
                device.attestedAt().toString());
    }

    @BothDatabases
    void aPageIsReadInItsOrderAndTheCountsFromTheirIndex(Database database) {
        try (TestLedger fixture = fixture(database)) {
            fixture.open().create(ORG);
            assertIndexed(database, DeviceRows.sql("", FIRST), "acme", 100L, 0L);
            assertIndexed(database, DeviceRows.sql("", new Rows.Wanted("device", true, 3, 100)), "acme", 100L, 300L);
            assertIndexed(database, DeviceRows.COUNTS, "acme");
        }
    }

    private static void assertIndexed(Database database, String sql, @Nullable Object... args) {
        List<String> plan = database.read(tx -> {
            if (tx.dialect() == Dialect.SQLITE) {
                return tx.query("explain query plan " + sql, row -> row.text("detail"), args);
            }
            tx.execute("set local enable_seqscan = off");
            tx.execute("set local enable_bitmapscan = off");
            return tx.query("explain " + sql, row -> row.text("QUERY PLAN"), args);
        });
        assertThat(plan)
                .as(sql)
                .isNotEmpty()
                .noneMatch(
                        step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE") || step.contains("Seq Scan"));
    }
}
