package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.response.ResponseEvent;
import dev.muster.core.response.ResponseFacts;
import dev.muster.core.response.Responses;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.assurance.AssuranceFollower;
import dev.muster.server.assurance.Said;
import dev.muster.server.assurance.SaidProjection;
import dev.muster.server.devices.DevicesProjection;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.response.ResponseFollower;
import dev.muster.server.response.ResponseProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From evidence to measure: verdict, quarantine, orders, release, through real registers on both databases. */
class ReactionsContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final List<FactRule> RULES = List.of(Said.RULE, new DevicesFacts(), new ResponseFacts());

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private long read;

    /** One server's worth of followers, driven by hand. */
    private final class World implements AutoCloseable {
        private final Database database;
        private final TestLedger fixture;
        private final Ledger ledger;
        private final AssuranceFollower judge;
        private final ResponseFollower response;

        World(Database database) {
            this.database = database;
            fixture = TestLedger.over(database);
            Migrations.create()
                    .topic("devices", "001-devices", "002-endpoints")
                    .topic("assurance", "001-assurance")
                    .topic("facts", "001-facts", "003-levels")
                    .topic("response", "001-response")
                    .apply(database);
            EventCodec codec = EventCodec.of(List.of(
                    LedgerEvent.class, DeviceEvent.class, AssuranceEvent.class, ResponseEvent.class, Said.class));
            EntryFacts facts = new EntryFacts(codec, RULES);
            ledger = fixture.events(DeviceEvent.class, AssuranceEvent.class, ResponseEvent.class, Said.class)
                    .projection(new DevicesProjection())
                    .projection(new SaidProjection())
                    .projection(new ResponseProjection())
                    .projection(new FactProjection(facts))
                    .clock(() -> now)
                    .open();
            ledger.create(ACME);
            Checks checks = ShippedChecks.all();
            judge = new AssuranceFollower(
                    database,
                    ledger.shell(),
                    facts,
                    new Assessor(ShippedCatalogue.read(checks.ids()), checks),
                    () -> now);
            Reactions reactions = new Reactions(ledger);
            response = new ResponseFollower(ledger.shell(), reactions, reactions, reactions, () -> now);
            say(new Subject("product", "cam"), new ProductAdded("Cam", "Acme", "C1", now, now.plusSeconds(9_999)));
            say(new DeviceRegistered("cam", "joining"));
            say(new StateChanged(DeviceState.MANUFACTURED, DeviceState.JOINING, "enrolled", ""));
        }

        World working() {
            say(new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "operator", ""));
            return this;
        }

        void say(Event event) {
            say(CAM.subject(), event);
        }

        void say(Subject subject, Event event) {
            Draft draft = new Draft(subject, now, "test", event);
            ledger.shell().run(ACME, tx -> tx, tx -> Decision.of(1, draft));
        }

        /** Evidence arrives and the followers read until nothing is new. */
        void evidence(String software, String status) {
            List<Draft> drafts = List.of(
                    Said.draft(CAM.subject(), "attestation.software", software, now),
                    Said.draft(CAM.subject(), "attestation.status", status, now));
            ledger.shell().run(ACME, tx -> tx, tx -> Decision.of(2, drafts));
            settle();
        }

        void settle() {
            List<Entry> fresh = entries(read);
            while (!fresh.isEmpty()) {
                judge.accept(ACME, fresh);
                response.accept(ACME, fresh);
                read = fresh.getLast().index() + 1;
                fresh = entries(read);
            }
        }

        List<Entry> entries(long from) {
            return ledger.entries(ACME, EntryQuery.all().from(from));
        }

        DeviceState state() {
            return database.read(tx ->
                    new SqlDeviceRegister(tx, ACME).device(CAM).orElseThrow().state());
        }

        List<OrderKind> orders() {
            return database.read(tx -> new SqlDeviceRegister(tx, ACME)
                    .openOrders(CAM).stream()
                            .map(IssuedOrder::order)
                            .map(order -> order.action().kind())
                            .toList());
        }

        <E extends Event> List<E> events(Class<E> type) {
            List<E> found = new ArrayList<>();
            entries(0)
                    .forEach(entry -> ledger.event(entry)
                            .filter(type::isInstance)
                            .map(type::cast)
                            .ifPresent(found::add));
            return found;
        }

        @Override
        public void close() {
            fixture.close();
        }
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    @BothDatabases
    void contradictingEvidenceQuarantinesAndAffirmingEvidenceReleases(Database database) {
        try (World world = new World(database).working()) {
            world.evidence("match", "affirming");
            assertThat(world.state()).isEqualTo(DeviceState.OPERATIONAL);
            assertThat(world.orders()).isEmpty();
            later(Duration.ofSeconds(5));
            world.evidence("mismatch", "contraindicated");
            assertThat(world.state()).isEqualTo(DeviceState.QUARANTINED);
            assertThat(world.orders()).containsExactly(OrderKind.ROLL_BACK, OrderKind.ATTEST);
            later(Duration.ofSeconds(7));
            world.evidence("match", "affirming");
            assertThat(world.state()).isEqualTo(DeviceState.OPERATIONAL);
            assertThat(world.events(ResponseEvent.Released.class)).hasSize(1);
            assertThat(world.events(StateChanged.class))
                    .extracting(StateChanged::reason)
                    .containsSubsequence("verdict-contraindicated", "verdict-affirming");
        }
    }

    @BothDatabases
    void evidenceComesBeforeOperation(Database database) {
        try (World world = new World(database)) {
            world.evidence("no-reference", "warning");
            assertThat(world.state()).isEqualTo(DeviceState.JOINING);
            later(Duration.ofSeconds(5));
            world.evidence("match", "affirming");
            assertThat(world.state()).isEqualTo(DeviceState.OPERATIONAL);
            StateChanged admitted = world.events(StateChanged.class).getLast();
            assertThat(admitted.reason()).isEqualTo("evidence-affirming");
            assertThat(admitted.detail()).startsWith("verdict entry ").contains("AT-tier");
        }
    }

    /** What it showed before it was away says nothing of it now, although the verdict was good all the time. */
    @BothDatabases
    void aDeviceThatJoinsAnewShowsNewEvidence(Database database) {
        try (World world = new World(database)) {
            world.evidence("match", "affirming");
            later(Duration.ofSeconds(5));
            world.say(new StateChanged(DeviceState.OPERATIONAL, DeviceState.OFF_SITE, "operator", "repair"));
            world.say(new StateChanged(DeviceState.OFF_SITE, DeviceState.JOINING, "factory-identity", ""));
            world.settle();
            assertThat(world.state()).isEqualTo(DeviceState.JOINING);
            later(Duration.ofSeconds(5));
            world.evidence("match", "affirming");
            assertThat(world.state()).isEqualTo(DeviceState.OPERATIONAL);
        }
    }

    @BothDatabases
    void theCauseIsInTheLedgerBeforeTheEffect(Database database) {
        try (World world = new World(database).working()) {
            world.evidence("mismatch", "contraindicated");
            ResponseEvent.Reacted reacted =
                    world.events(ResponseEvent.Reacted.class).getFirst();
            List<String> types = world.entries(reacted.verdictEntry()).stream()
                    .map(Entry::type)
                    .filter(type -> !type.startsWith("test."))
                    .limit(5)
                    .toList();
            assertThat(types)
                    .containsExactly(
                            "assurance.verdict-changed",
                            "response.reacted",
                            "devices.state-changed",
                            "devices.order-issued",
                            "devices.order-issued");
            assertThat(reacted.evidenceAt()).isEqualTo(now);
        }
    }

    @BothDatabases
    void entriesThatComeTwiceCauseNothingTwice(Database database) {
        try (World world = new World(database).working()) {
            world.evidence("mismatch", "contraindicated");
            int before = world.entries(0).size();
            read = 0;
            world.settle();
            assertThat(world.entries(0)).hasSize(before);
        }
    }

    @BothDatabases
    void whenRollingBackDoesNotHelpItStaysQuarantinedAndACaseIsOpened(Database database) {
        try (World world = new World(database).working()) {
            for (int i = 0; i <= Responses.MAX_ROLL_BACKS + 1; i++) {
                world.evidence("mismatch", "contraindicated");
                later(Responses.ROLL_BACK_COOLDOWN.plusSeconds(1));
            }
            assertThat(world.state()).isEqualTo(DeviceState.QUARANTINED);
            assertThat(world.events(ResponseEvent.Reacted.class)).hasSize(Responses.MAX_ROLL_BACKS);
            assertThat(world.events(ResponseEvent.CaseOpened.class)).hasSize(1);
            world.evidence("match", "affirming");
            assertThat(world.state()).as("a person decides").isEqualTo(DeviceState.QUARANTINED);
        }
    }

    @BothDatabases
    void whatAPersonQuarantinedIsNotReleased(Database database) {
        try (World world = new World(database).working()) {
            world.evidence("mismatch", "contraindicated");
            world.say(new StateChanged(DeviceState.QUARANTINED, DeviceState.OPERATIONAL, "operator", ""));
            world.say(new StateChanged(DeviceState.OPERATIONAL, DeviceState.QUARANTINED, "operator", ""));
            later(Duration.ofSeconds(60));
            world.evidence("match", "affirming");
            assertThat(world.state()).isEqualTo(DeviceState.QUARANTINED);
        }
    }
}
