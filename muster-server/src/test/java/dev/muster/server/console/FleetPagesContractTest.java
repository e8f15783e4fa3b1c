package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.Expected;
import dev.muster.core.devices.Device;
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
import dev.muster.server.facts.Levels;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Span;
import java.time.Instant;
import java.time.InstantSource;
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
                .topic("facts", "001-facts", "003-levels")
                .topic("console", "003-fleet", "004-order", "005-silent", "006-expected", "007-fell-back")
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
            drafts.add(new Draft(
                    Subject.device("cam-004"),
                    Instant.EPOCH.plusSeconds(15),
                    "test",
                    new Summed(Map.of(FactKeys.ROLLOUT, "fell-back"))));
            ledger.shell().run(ORG, Function.identity(), tx -> Decision.of(true, drafts));
            // Those that were heard of at second ten are silent, and two are not.
            Instant moment = Instant.EPOCH.plusSeconds(20).plus(Device.SILENT_AFTER);
            FleetReader fleet = new FleetReader(database, FACTS, InstantSource.fixed(moment));
            FleetStatus status = fleet.status(ORG, Optional.empty());
            assertThat(status).isEqualTo(FleetStatus.of(FleetReader.all(fleet.devices(ORG, Optional.empty())), moment));
            assertThat(status.trusted()).isEqualTo(2);
            assertThat(status.fellBackFirst()).containsExactly("cam-004");
            assertThat(status.silent()).isEqualTo(DEVICES - 4);
            assertThat(status.silentFirst()).containsExactly("cam-000", "cam-001", "cam-002");
            List<DeviceSummary> first = fleet.page(ORG, ALL, FIRST).rows();
            assertThat(first).hasSize(FIRST.size());
            assertThat(first.subList(0, 3))
                    .extracting(DeviceSummary::id)
                    .containsExactly("cam-007", "cam-008", "cam-000");
            assertThat(FleetReader.all(fleet.devices(ORG, Optional.empty()))).hasSize(DEVICES);
            List<DeviceSummary> last =
                    fleet.page(ORG, ALL, new Rows.Wanted("", false, 2, 100)).rows();
            assertThat(last.subList(last.size() - 2, last.size()))
                    .as("who was heard of comes after all that were not")
                    .extracting(DeviceSummary::id)
                    .containsExactly("cam-003", "cam-009");
            assertCounted(database, fleet.status(ORG, Optional.empty()));
            Instant then = ledger.newest(ORG, EntryQuery.all()).orElseThrow().receivedAt();
            List<DeviceSummary> devices = FleetReader.all(fleet.devices(ORG, Optional.of(then)));
            for (FleetPage.Filter filter : FILTERS) {
                for (String sort : List.of("", "device", "state", "verdict", "software", "product", "attested")) {
                    for (boolean falling : sort.isEmpty() ? List.of(false) : List.of(false, true)) {
                        Rows.Wanted wanted = new Rows.Wanted(sort, falling, 1, 50);
                        Rows.Slice<DeviceSummary> now = fleet.page(ORG, filter, wanted);
                        Rows.Slice<DeviceSummary> past =
                                FleetPage.rows(devices, filter, moment).of(wanted);
                        assertThat(lines(now)).as("%s by %s", filter, wanted).isEqualTo(lines(past));
                        assertThat(now.total()).isEqualTo(past.total());
                    }
                }
            }
        }
    }

    /** Evidence that says what was said before moves its device in the order of evidence, and nothing else. */
    @BothDatabases
    void whoAttestsAgainIsNewerAndOtherwiseTheSame(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            for (long second : List.of(10L, 5000L)) {
                for (int n = 0; n < 3; n++) {
                    if (n != 1 || second == 10) {
                        Draft draft = draft(n, "operational", "affirming", second);
                        ledger.shell().run(ORG, Function.identity(), tx -> Decision.of(true, List.of(draft)));
                    }
                }
            }
            FleetReader fleet = new FleetReader(database, FACTS, InstantSource.fixed(Instant.EPOCH));
            Rows.Wanted oldest = new Rows.Wanted("attested", false, 0, 50);
            assertThat(lines(fleet.page(ORG, ALL, oldest)))
                    .first()
                    .asString()
                    .startsWith("cam-001")
                    .contains(Instant.EPOCH.plusSeconds(10).toString());
            Instant now = Instant.EPOCH.plusSeconds(3700);
            String ages = Html.render(database.read(tx -> FreshnessChart.now(tx, ORG, now)));
            assertThat(ages)
                    .isEqualTo(Html.render(FreshnessChart.of(
                            FleetReader.all(
                                    fleet.devices(ORG, Optional.of(Instant.now().plusSeconds(60)))),
                            now)))
                    .contains("<b>2</b> ≤ 1 h", "<b>1</b> ≤ 6 h", "<b>0</b> never");
        }
    }

    /** Pictures of the past end with what the page says in words. */
    private static void assertCounted(Database database, FleetStatus status) {
        List<Instant> ends = Span.HOUR.ends(Instant.now().plusSeconds(3600));
        List<Long> kept = database.read(tx -> TrustChart.SERIES.stream()
                .map(series -> new Levels(tx, ORG).at(series, ends, true).getLast())
                .toList());
        assertThat(kept)
                .containsExactly(
                        (long) status.believed(), (long) status.devices() - status.believed() - status.held(), (long)
                                status.held());
    }

    /** Of a server from before pictures of the past were kept. */
    @BothDatabases
    void devicesThatWereThereBeforeAreCountedOnce(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.shell()
                    .run(
                            ORG,
                            Function.identity(),
                            tx -> Decision.of(
                                    true,
                                    List.of(
                                            draft(1, "operational", "affirming", 10),
                                            draft(2, "quarantined", "warning", 10))));
            database.write(tx -> tx.update("delete from fact_level"));
            ledger.shell()
                    .run(
                            ORG,
                            Function.identity(),
                            tx -> Decision.of(
                                    true,
                                    List.of(draft(2, "operational", "affirming", 20), draft(3, "joining", "", 20))));
            assertCounted(
                    database, new FleetReader(database, FACTS, InstantSource.system()).status(ORG, Optional.empty()));
        }
    }

    private static final FleetPage.Filter ALL = new FleetPage.Filter("", "", "");
    private static final Rows.Wanted FIRST = new Rows.Wanted("", false, 0, 100);
    private static final List<FleetPage.Filter> FILTERS = List.of(
            ALL,
            new FleetPage.Filter("CAM-0", "", ""),
            new FleetPage.Filter("%", "", ""),
            new FleetPage.Filter("1.1", "operational", "affirming"),
            new FleetPage.Filter("", "none", ""),
            new FleetPage.Filter("1.0", FleetPage.SILENT, ""));

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
            for (boolean falling : List.of(false, true)) {
                String sql = DeviceRows.sql("", new Rows.Wanted("attested", falling, 0, 100));
                assertIndexed(database, sql, "acme", 100L, 0L);
            }
            assertIndexed(database, DeviceRows.COUNTS, "acme");
            List<@Nullable Object> args = new ArrayList<>(List.of("acme"));
            String silent = "select count(*) as n from console_device d where d.org = ?"
                    + new Silence(Instant.EPOCH.plus(Device.SILENT_AFTER), new Expected(600, Map.of("cam", 60L)))
                            .sql(args);
            assertThat(plan(database, silent, args.toArray()))
                    .anyMatch(step -> step.contains("console_device_attested"));
            List<@Nullable Object> back = new ArrayList<>(List.of("acme"));
            String fellBack = "select count(*) as n from console_device d where d.org = ?" + DeviceRows.fellBack(back);
            assertThat(plan(database, fellBack, back.toArray()))
                    .anyMatch(step -> step.contains("console_device_fell_back"));
            boolean sqlite = database.<Boolean>read(tx -> tx.dialect() == Dialect.SQLITE);
            if (sqlite) {
                String condition = " and d.words like ? escape '!'";
                assertThat(plan(database, DeviceRows.sql(condition, FIRST), "acme", "%7%", 100L, 0L))
                        .singleElement()
                        .asString()
                        .contains("USING INDEX console_device_urgency");
            }
            assertThat(plan(database, FreshnessChart.AGES, 5L, 4L, 3L, 2L, 1L, "acme"))
                    .anyMatch(step -> step.contains(sqlite ? "COVERING INDEX console_device_" : "console_device_"));
        }
    }

    private static void assertIndexed(Database database, String sql, @Nullable Object... args) {
        assertThat(plan(database, sql, args))
                .as(sql)
                .isNotEmpty()
                .noneMatch(
                        step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE") || step.contains("Seq Scan"));
    }

    private static List<String> plan(Database database, String sql, @Nullable Object... args) {
        return database.read(tx -> {
            if (tx.dialect() == Dialect.SQLITE) {
                return tx.query("explain query plan " + sql, row -> row.text("detail"), args);
            }
            tx.execute("set local enable_seqscan = off");
            tx.execute("set local enable_bitmapscan = off");
            return tx.query("explain " + sql, row -> row.text("QUERY PLAN"), args);
        });
    }
}
