package dev.muster.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.GatewayAsked;
import dev.muster.core.network.GatewayHolds;
import dev.muster.core.network.GatewaySet;
import dev.muster.core.network.MudDesk;
import dev.muster.core.network.MudUrlLearned;
import dev.muster.core.network.NetworkEvent;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.NetworkWishes;
import dev.muster.core.network.OverrideSet;
import dev.muster.core.network.RulesChanged;
import dev.muster.core.network.SiteSet;
import dev.muster.core.network.WorkStep;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.mud.MudReader;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.facts.Levels;
import dev.muster.server.facts.Past;
import dev.muster.server.web.Address;
import dev.muster.server.web.Html;
import dev.muster.server.web.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What both databases must give the network: each table is the fold of the entries, and of its own organisation. */
class NetworkContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId CITY = new OrgId("city");
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final DeviceId LAMP = new DeviceId("lamp-1");
    private static final String URL = "https://maker.example/lamp.json";

    private static TestLedger fixture(Database database) {
        Migrations.create()
                .topic("facts", "003-levels")
                .topic("network", "001-network", "002-descriptions", "003-gateways", "004-flows", "005-changed")
                .apply(database);
        return TestLedger.over(database)
                .events(NetworkEvent.class)
                .projection(new NetworkProjection())
                .clock(() -> NOW);
    }

    @BothDatabases
    void descriptionsComeWaitAndReplaceOneAnother(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            ledger.create(CITY);
            name(ledger);
            assertThat(list(database, store -> store.wanted(NOW, 10))).containsExactly(URL);
            MudDesk.Answer.InForce first = (MudDesk.Answer.InForce) take(ledger, "2026-01-01", 443);
            assertThat(list(database, store -> store.wanted(NOW, 10))).isEmpty();
            assertThat(list(database, store -> store.wanted(NOW.plus(Duration.ofHours(49)), 10)))
                    .containsExactly(URL);
            assertThat(take(ledger, "2026-01-01", 443)).isInstanceOf(MudDesk.Answer.Already.class);
            MudDesk.Answer.Waits second = (MudDesk.Answer.Waits) take(ledger, "2026-02-01", 80);
            assertThat(inForce(database)).isEqualTo(first.digest());
            ledger.shell()
                    .<NetworkStore, MudDesk.Answer>run(
                            ACME,
                            tx -> new SqlNetworkStore(tx, ACME),
                            store -> MudDesk.answer(second.digest(), true, "operator/bob", "new", store, NOW));
            assertThat(inForce(database)).isEqualTo(second.digest());
            assertThat(list(database, store -> store.versions(URL, 10)))
                    .allMatch(kept -> kept.at().equals(NOW))
                    .extracting(NetworkStore.Kept::state)
                    .containsExactly(NetworkStore.State.IN_FORCE, NetworkStore.State.REPLACED);
            assertThat(database.<Optional<NetworkStore.Kept>>read(
                            tx -> new SqlNetworkStore(tx, CITY).kept(second.digest())))
                    .isEmpty();
        }
    }

    @BothDatabases
    void whatIsSaidOfADeviceIsKeptUntilItEnds(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            name(ledger);
            SiteSet site = new SiteSet(List.of("10.0.0.0/24"), List.of("urn:ietf:params:mud:dns=10.0.0.53"));
            wish(ledger, store -> NetworkWishes.site(ACME, site, SiteSet.NOTHING, "operator/ann", NOW));
            assertThat(site(database).neighbours()).hasSize(1);
            assertThat(site(database).controllers()).containsKey("urn:ietf:params:mud:dns");
            OverrideSet override = new OverrideSet(
                    "lab", true, true, "198.51.100.4", 6, 9000, 9000, "ann", "trial", NOW.plus(Duration.ofHours(1)));
            wish(ledger, store -> NetworkWishes.override(LAMP, override, store, "operator/ann", NOW));
            assertThat(list(database, store -> store.overrides(LAMP))).containsExactly(override);
            assertThat(list(database, store -> store.over(NOW, 10))).isEmpty();
            Instant later = NOW.plus(Duration.ofHours(1));
            assertThat(list(database, store -> store.over(later, 10))).hasSize(1);
            wish(ledger, store -> NetworkWishes.end(LAMP, "lab", "expired", store, "muster", later));
            assertThat(list(database, store -> store.overrides(LAMP))).isEmpty();
            WorkStep step = new WorkStep(
                    "w1", LAMP, Optional.of(List.of("198.51.100.7:22")), true, true, Optional.of(later), 9);
            wish(ledger, store -> NetworkWishes.work(step, store, NOW));
            wish(ledger, store -> NetworkWishes.work(step, store, NOW));
            assertThat(list(database, store -> store.windows(LAMP)))
                    .hasSize(1)
                    .allMatch(window -> window.open(NOW) && !window.open(later));
            assertThat(list(database, store -> store.ended(NOW, 10))).isEmpty();
            SqlNetworkStore.Ended ended =
                    list(database, store -> store.ended(later, 10)).getFirst();
            wish(ledger, store -> NetworkWishes.over(ended.device(), ended.window(), store, later));
            assertThat(list(database, store -> store.ended(later, 10))).isEmpty();
            assertThat(list(database, store -> store.devices("", "", 10))).containsExactly(LAMP);
            assertThat(list(database, store -> store.devices("https://x.example/", "", 10)))
                    .isEmpty();
        }
    }

    @BothDatabases
    void gatewaysKeepWhoIsBehindThemAndWhatTheySaid(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            ledger.create(CITY);
            DeviceId gate = new DeviceId("gate-1");
            GatewaySet.Behind lamp = new GatewaySet.Behind(LAMP.value(), "02:00:00:00:00:31", List.of("10.0.0.31/32"));
            GatewayAsked asked =
                    new GatewayAsked("aa", "gw-1.1", 1, List.of(new GatewayAsked.Member("lamp-1", "joining", "bb")));
            GatewayHolds holds = new GatewayHolds("gate-1", "joining", "bb", "gw-1.1", "kernel-enforced", "read back");
            say(ledger, gate, new GatewaySet(List.of(lamp)));
            assertThat(list(database, store -> store.gatewayAsked(gate).stream().toList()))
                    .isEmpty();
            say(ledger, gate, asked);
            say(ledger, LAMP, holds);
            assertThat(list(database, store -> store.gateway(gate).orElseThrow().behind()))
                    .containsExactly(lamp);
            assertThat(list(database, store -> store.gatewaysOf(LAMP))).containsExactly(gate);
            assertThat(list(database, store -> store.gatewayAsked(gate).stream().toList()))
                    .containsExactly(asked);
            assertThat(list(database, store -> store.held(LAMP).stream().toList()))
                    .containsExactly(holds);
            assertThat(list(database, store -> store.heldBy(gate))).containsExactly(LAMP);
            assertThat(list(database, store -> store.gateways("", 10))).containsExactly(gate);
            assertThat(list(database, store -> store.gateways("gate-1", 10))).isEmpty();
            say(ledger, gate, GatewaySet.NOBODY);
            say(ledger, LAMP, new GatewayHolds("gate-1", "", "", "gw-2.1", "", "no longer behind it"));
            assertThat(list(database, store -> store.gatewaysOf(LAMP))).isEmpty();
            assertThat(list(database, store -> store.heldBy(gate))).isEmpty();
            assertThat(database.<List<DeviceId>>read(tx -> new SqlNetworkStore(tx, CITY).gateways("", 10)))
                    .isEmpty();
        }
    }

    @BothDatabases
    void whatFiltersSawIsTheLastWord(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            ledger.create(CITY);
            FlowsSeen first = seen(8443);
            say(ledger, LAMP, first);
            say(ledger, new DeviceId("lock-1"), new FlowsSeen("gate-1", 0, 0, List.of(), List.of()));
            assertRefused(database, 1);
            say(ledger, LAMP, first);
            assertRefused(database, 1);
            assertThat(list(database, store -> store.flows(10)))
                    .extracting(one -> one.device().value())
                    .containsExactly("lamp-1", "lock-1");
            say(ledger, LAMP, seen(9000));
            assertRefused(database, 2);
            assertThat(list(database, store -> store.flows(LAMP).stream().toList()))
                    .containsExactly(new NetworkStore.Told(seen(9000), NOW));
            assertThat(database.<List<FlowTables.Seen>>read(tx -> new SqlNetworkStore(tx, CITY).flows(10)))
                    .isEmpty();
        }
    }

    @BothDatabases
    void whatFiltersLetBeginIsAPictureOfAllDevices(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            assertThat(picture(database))
                    .contains("No packet filter has told yet")
                    .doesNotContain("<svg");
            say(ledger, LAMP, used("lamp-1", 100, 3));
            say(ledger, LAMP, used("lamp-1", 130, 3));
            say(ledger, new DeviceId("lock-1"), used("gate-1", 5, 0));
            assertThat(picture(database))
                    .contains("<svg", "135 flows that rules let begin, and 3 packets that were refused, in this time.");
            assertThat(database.<List<Long>>read(tx -> new Levels(tx, CITY).at(FlowTables.BEGUN, ends(), true)))
                    .containsOnly(0L);
        }
    }

    private static FlowsSeen used(String reporter, long flows, long refused) {
        return new FlowsSeen(reporter, refused, 0, List.of(), List.of(new FlowsSeen.Used("dns", flows)));
    }

    private static List<Instant> ends() {
        return Span.HOUR.ends(NOW);
    }

    private static String picture(Database database) {
        return database.read(tx -> {
            Levels levels = new Levels(tx, ACME);
            boolean any =
                    levels.first(List.of(FlowTables.BEGUN, FlowTables.PACKETS)).isPresent();
            Past past = new Past(levels, Span.HOUR, ends(), any ? ends().size() - 1 : ends().size(), true);
            return Html.render(FlowCharts.allowed(past, Address.of("/o/acme/network")));
        });
    }

    @BothDatabases
    void whoseRulesWereChangedIsTheLastWordMostOftenFirst(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            ledger.create(CITY);
            RulesChanged twice = new RulesChanged(2, NOW, "the kernel has no table of ours");
            say(ledger, LAMP, new RulesChanged(1, NOW, "the kernel lets pass more than was ordered"));
            say(ledger, LAMP, twice);
            say(ledger, new DeviceId("lock-1"), new RulesChanged(3, NOW, "the kernel has no table of ours"));
            say(ledger, new DeviceId("well-1"), new RulesChanged(0, NOW, ""));
            assertThat(list(database, store -> store.changed(LAMP).stream().toList()))
                    .containsExactly(new NetworkStore.ToldChanged(twice, NOW));
            assertThat(list(database, store -> store.changed(10)))
                    .extracting(one -> one.device().value())
                    .containsExactly("lock-1", "lamp-1");
            assertThat(list(database, store -> store.changed(1))).hasSize(1);
            say(ledger, new DeviceId("lock-1"), new RulesChanged(0, NOW, ""));
            assertThat(list(database, store -> store.changed(10))).hasSize(1);
            assertThat(database.<List<ChangedTable.Said>>read(tx -> new SqlNetworkStore(tx, CITY).changed(10)))
                    .isEmpty();
        }
    }

    /** What is told again is not new. */
    private static void assertRefused(Database database, long kinds) {
        List<Instant> ends = Span.MONTH.ends(Instant.now());
        assertThat(database.<List<Long>>read(tx -> new Levels(tx, ACME).at(FlowTables.REFUSED, ends, true)))
                .endsWith(kinds);
    }

    private static FlowsSeen seen(int port) {
        FlowsSeen.Refused flow = new FlowsSeen.Refused(true, 6, "203.0.113.9", port, 2, NOW, NOW);
        return new FlowsSeen("gate-1", 2, 0, List.of(flow), List.of(new FlowsSeen.Used("ip daddr 10.0.0.1", 1)));
    }

    private static void say(Ledger ledger, DeviceId device, NetworkEvent event) {
        ledger.shell().run(ACME, tx -> tx, tx -> Decision.of("said", new Draft(device.subject(), NOW, "ann", event)));
    }

    private static void name(Ledger ledger) {
        MudUrlLearned learned = new MudUrlLearned(URL, MudUrlLearned.Carrier.CERTIFICATE, "", List.of("10.0.0.9/32"));
        wish(ledger, store -> NetworkWishes.url(LAMP, learned, store, "muster", NOW));
        MudUrlLearned heard =
                new MudUrlLearned("https://x.example/", MudUrlLearned.Carrier.DHCP, "", List.of("10.0.0.9/32"));
        assertThat(ledger.shell()
                        .<NetworkStore, NetworkWishes.Answer>run(
                                ACME,
                                tx -> new SqlNetworkStore(tx, ACME),
                                store -> NetworkWishes.url(LAMP, heard, store, "muster", NOW)))
                .isInstanceOf(NetworkWishes.Answer.Refused.class);
    }

    private static void wish(Ledger ledger, Function<NetworkStore, Decision<NetworkWishes.Answer>> desk) {
        ledger.shell().<NetworkStore, NetworkWishes.Answer>run(ACME, tx -> new SqlNetworkStore(tx, ACME), desk);
    }

    private static <T> List<T> list(Database database, Function<SqlNetworkStore, List<T>> question) {
        return database.read(tx -> question.apply(new SqlNetworkStore(tx, ACME)));
    }

    private static Site site(Database database) {
        return database.read(tx -> new SqlNetworkStore(tx, ACME).site());
    }

    private static String inForce(Database database) {
        return database.read(
                tx -> new SqlNetworkStore(tx, ACME).inForce(URL).orElseThrow().digest());
    }

    private static MudDesk.Answer take(Ledger ledger, String day, int port) {
        byte[] bytes = ("{'ietf-mud:mud':{'mud-version':1,'mud-url':'" + URL + "','last-update':'" + day
                        + "T00:00:00Z','is-supported':true,'from-device-policy':{'access-lists':{'access-list':["
                        + "{'name':'f'}]}}},'ietf-access-control-list:acls':{'acl':[{'name':'f','type':"
                        + "'ipv4-acl-type','aces':{'ace':[{'name':'a','matches':{'ipv4':{'protocol':6,"
                        + "'destination-ipv4-network':'203.0.113.9/32'},'tcp':{'destination-port':{'operator':'eq',"
                        + "'port':" + port + "}}},'actions':{'forwarding':'accept'}}]}}]}}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        MudDesk.Candidate candidate =
                new MudDesk.Candidate(URL, bytes, MudReader.read(bytes), new byte[0], Optional.empty(), "operator/ann");
        return ledger.shell()
                .<NetworkStore, MudDesk.Answer>run(
                        ACME, tx -> new SqlNetworkStore(tx, ACME), store -> MudDesk.take(candidate, store, NOW));
    }
}
