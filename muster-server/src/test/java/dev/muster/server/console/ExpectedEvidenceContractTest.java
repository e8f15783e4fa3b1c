package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.Expected;
import dev.muster.core.attestation.Policies;
import dev.muster.core.attestation.PolicySet;
import dev.muster.core.attestation.PolicyTable;
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
import dev.muster.server.web.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Who is silent goes by what its organisation expects of its product, and past pages by what it expected then. */
class ExpectedEvidenceContractTest {
    private static final OrgId CITY = new OrgId("city");
    private static final OrgId FARM = new OrgId("farm");
    private static final FleetPage.Filter ALL = new FleetPage.Filter("", "", "");
    private static final FleetPage.Filter SILENT = new FleetPage.Filter("", FleetPage.SILENT, "");
    private static final Rows.Wanted WANTED = new Rows.Wanted("", false, 0, 50);

    @EntryType("test.expecting")
    record Summed(Map<String, String> facts) implements Event {}

    private static final EntryFacts FACTS = new EntryFacts(
            EventCodec.of(List.of(Summed.class, PolicySet.class)),
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
                .events(Summed.class, PolicySet.class)
                .projection(new FactProjection(FACTS, new DeviceRows(FACTS)));
    }

    private static void add(Ledger ledger, OrgId org, Draft... drafts) {
        ledger.shell().run(org, Function.identity(), tx -> Decision.of(true, List.of(drafts)));
    }

    private static Draft good(String id, String product, Instant at) {
        Map<String, String> facts =
                Map.of(FactKeys.STATE, "operational", FactKeys.VERDICT, "affirming", FactKeys.PRODUCT, product);
        return new Draft(Subject.device(id), at, "test", new Summed(facts));
    }

    private static Draft expect(long every, Map<String, Long> products, Instant at) {
        PolicyTable table =
                new PolicyTable("often", List.of(), Optional.empty(), Optional.of(new Expected(every, products)));
        return new Draft(Policies.SUBJECT, at, "test", new PolicySet(table));
    }

    /** Cameras are to attest every five minutes, meters hourly; the farm has said nothing of locks and little of cameras. */
    private static void fill(Ledger ledger, Instant at) {
        for (OrgId org : List.of(CITY, FARM)) {
            add(ledger, org, good("cam-1", "cam", at), good("lock-1", "lock", at), good("meter-1", "meter", at));
        }
        add(ledger, CITY, expect(300, Map.of("meter", 3600L), at));
        add(ledger, FARM, expect(0, Map.of("cam", 7200L, "unknown", 10L), at));
    }

    private static List<String> silent(Database database, OrgId org, Instant now) {
        FleetReader fleet = new FleetReader(database, FACTS, () -> now);
        List<DeviceSummary> devices = FleetReader.all(fleet.devices(org, Optional.empty()));
        FleetStatus status = fleet.status(org, Optional.empty());
        assertThat(status).as("numbers and devices agree").isEqualTo(FleetStatus.of(devices, now));
        for (FleetPage.Filter filter : List.of(ALL, SILENT)) {
            assertThat(fleet.page(org, filter, WANTED))
                    .as("rows and devices agree")
                    .isEqualTo(FleetPage.rows(devices, filter, now).of(WANTED));
        }
        for (DeviceSummary device : devices) {
            assertThat(fleet.device(org, device.id(), Optional.empty())
                            .orElseThrow()
                            .silent(now))
                    .as(device.id())
                    .isEqualTo(device.silent(now));
        }
        return fleet.page(org, SILENT, WANTED).rows().stream()
                .map(DeviceSummary::id)
                .toList();
    }

    @BothDatabases
    void eachProductAndEachOrganisationHasItsOwnAge(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Instant at = Instant.parse("2026-11-29T10:00:00Z");
            fill(fixture.open(), at);
            assertThat(silent(database, CITY, at.plus(Duration.ofMinutes(9)))).isEmpty();
            assertThat(silent(database, CITY, at.plus(Duration.ofMinutes(11)))).containsExactly("cam-1", "lock-1");
            assertThat(silent(database, FARM, at.plus(Duration.ofMinutes(11)))).isEmpty();
            assertThat(silent(database, CITY, at.plus(Duration.ofMinutes(121))))
                    .containsExactly("cam-1", "lock-1", "meter-1");
            assertThat(silent(database, FARM, at.plus(Duration.ofMinutes(241)))).containsExactly("cam-1");
            assertThat(silent(database, FARM, at.plus(Duration.ofHours(27))))
                    .containsExactly("cam-1", "lock-1", "meter-1");
            DeviceSummary meter = new FleetReader(database, FACTS, () -> at)
                    .device(CITY, "meter-1", Optional.empty())
                    .orElseThrow();
            assertThat(meter.every()).contains(Duration.ofHours(1));
            assertThat(meter.silentSince(at.plus(Duration.ofHours(3)))).contains(at.plus(Duration.ofHours(2)));
            assertThat(meter.silentSince(at.plus(Duration.ofHours(1)))).isEmpty();
        }
    }

    /** What is said to be expected today makes nobody silent at a time when it was not. */
    @BothDatabases
    void aPastPageGoesByWhatWasExpectedThen(Database database) throws InterruptedException {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            Instant evidence = Instant.now().minus(Duration.ofMinutes(11));
            add(ledger, CITY, good("cam-1", "cam", evidence));
            Instant then = ledger.newest(CITY, EntryQuery.all()).orElseThrow().receivedAt();
            Thread.sleep(5);
            add(ledger, CITY, expect(300, Map.of(), Instant.now()));
            FleetReader fleet = new FleetReader(database, FACTS, Instant::now);
            assertThat(fleet.status(CITY, Optional.of(then)).trusted()).isEqualTo(1);
            assertThat(fleet.status(CITY, Optional.empty()).trusted()).isZero();
            assertThat(fleet.status(CITY, Optional.of(Instant.now())).silentFirst())
                    .containsExactly("cam-1");
            add(ledger, CITY, new Draft(Policies.SUBJECT, Instant.now(), "test", new PolicySet(PolicyTable.NONE)));
            assertThat(fleet.status(CITY, Optional.empty()).trusted())
                    .as("taken back")
                    .isEqualTo(1);
        }
    }
}
