package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.network.flows.FlowReport;
import dev.muster.format.network.flows.FlowReport.Member;
import dev.muster.format.network.flows.FlowReport.Refused;
import dev.muster.format.network.flows.FlowReport.Used;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlowDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final DeviceId GATE = new DeviceId("gate-1");
    private static final DeviceId LAMP = new DeviceId("Lamp:1");

    private final MapNetworkStore store = new MapNetworkStore();

    @BeforeEach
    void lampIsBehindTheGate() {
        GatewaySet.Behind lamp = new GatewaySet.Behind(LAMP.value(), "02:00:00:00:00:31", List.of("10.0.0.31"));
        store.apply(Decision.of("", new Draft(GATE.subject(), NOW, "ann", new GatewaySet(List.of(lamp)))));
    }

    @Test
    void aGatewaySpeaksOfThoseBehindItAndOfItself() {
        Decision<Integer> taken = take(member(GatewayRules.name(LAMP), 1, 443), NOW);
        assertThat(taken.drafts()).singleElement().satisfies(draft -> {
            assertThat(draft.subject()).isEqualTo(LAMP.subject());
            assertThat(draft.issuer()).isEqualTo("device/gate-1");
        });
        assertThat(take(member(FlowReport.SELF, 1, 443), NOW)
                        .drafts()
                        .getFirst()
                        .subject())
                .isEqualTo(GATE.subject());
        assertThat(take(member("lock-1", 1, 443), NOW).drafts())
                .as("of nobody else")
                .isEmpty();
    }

    /** Weaker than any other word: it fills a gap, and replaces nothing. */
    @Test
    void whereADescriptionIsIsLearnedFromTheWireOnce() {
        assertThat(said("lock-1", false, "https://maker.example/a.json"))
                .as("nobody behind it")
                .isEmpty();
        assertThat(said(GatewayRules.name(LAMP), false, "http://maker.example/a.json"))
                .as("not https")
                .isEmpty();
        assertThat(said(GatewayRules.name(LAMP), true, "https://maker.example/a.json"))
                .singleElement()
                .satisfies(draft -> {
                    assertThat(draft.subject()).isEqualTo(LAMP.subject());
                    assertThat(draft.issuer()).isEqualTo("device/gate-1");
                    assertThat(((MudUrlLearned) draft.event()).carrier()).isEqualTo(MudUrlLearned.Carrier.LLDP);
                    assertThat(((MudUrlLearned) draft.event()).addresses()).containsExactly("10.0.0.31");
                });
        assertThat(said(GatewayRules.name(LAMP), false, "https://maker.example/wider.json"))
                .as("another one, also of DHCP")
                .isEmpty();
        MudUrlLearned certificate =
                new MudUrlLearned("https://maker.example/c.json", MudUrlLearned.Carrier.CERTIFICATE, "", List.of());
        assertThat(NetworkWishes.url(LAMP, certificate, store, "muster", NOW).drafts())
                .as("its certificate's counts")
                .hasSize(1);
    }

    private List<Draft> said(String name, boolean lldp, String url) {
        FlowReport report =
                new FlowReport(NOW, List.of(), Optional.empty(), List.of(new FlowReport.Said(name, lldp, url)));
        Decision<Integer> taken = FlowDesk.take(GATE, report, store, NOW);
        store.apply(taken);
        return taken.drafts();
    }

    @Test
    void whatIsNotNewIsNotWritten() {
        String name = GatewayRules.name(LAMP);
        store.apply(take(member(name, 5, 443), NOW));
        Instant later = NOW.plus(Duration.ofMinutes(5));
        assertThat(take(member(name, 9, 443), later).drafts()).isEmpty();
        assertThat(take(member(name, 11, 443), later).drafts())
                .as("twice as many")
                .hasSize(1);
        assertThat(take(member(name, 6, 443, 8443), later).drafts())
                .as("another thing")
                .hasSize(1);
        assertThat(take(member(name, 6, 443, 8443), NOW.plusSeconds(5)).drafts())
                .as("too soon")
                .isEmpty();
        assertThat(take(member(name, 5, 443), NOW.plus(Duration.ofHours(21))).drafts())
                .as("still so")
                .hasSize(1);
    }

    /** Whoever took a device over says that nothing was refused; the gateway before it saw what was. */
    @Test
    void aDeviceDoesNotOverruleTheGatewayBeforeIt() {
        store.apply(take(LAMP, member(FlowReport.SELF, 0), NOW));
        String name = GatewayRules.name(LAMP);
        store.apply(take(member(name, 5, 443), NOW.plusSeconds(1)));
        Instant later = NOW.plus(Duration.ofHours(1));
        assertThat(take(LAMP, member(FlowReport.SELF, 0), later).drafts()).isEmpty();
        assertThat(take(member(name, 5, 443, 22), later).drafts())
                .as("its gateway goes on")
                .hasSize(1);
        assertThat(take(
                                LAMP,
                                member(FlowReport.SELF, 0),
                                NOW.plus(FlowDesk.SILENT).plusSeconds(1))
                        .drafts())
                .as("a gateway that speaks no more")
                .hasSize(1);
        store.apply(Decision.of("", new Draft(GATE.subject(), later, "ann", GatewaySet.NOBODY)));
        assertThat(take(LAMP, member(FlowReport.SELF, 0), later).drafts())
                .as("a device that was taken from behind it")
                .hasSize(1);
    }

    @Test
    void aClockThatIsAheadHasSeenItNow() {
        Refused ahead = new Refused(true, 4, 6, "203.0.113.9", 443, 1, NOW, NOW.plusSeconds(900));
        FlowsSeen seen = (FlowsSeen) take(new Member(FlowReport.SELF, 1, 0, List.of(ahead), List.of()), NOW)
                .drafts()
                .getFirst()
                .event();
        assertThat(seen.flows().getFirst().last()).isEqualTo(NOW);
    }

    @Test
    void changedRulesAreToldOnceAndThatAllIsWellOnceADay() {
        assertThat(changes(0, "", NOW)).hasSize(1);
        assertThat(changes(0, "", NOW.plusSeconds(600))).as("still well").isEmpty();
        assertThat(changes(1, "the table was gone", NOW.plusSeconds(900))).hasSize(1);
        assertThat(changes(1, "the table was gone", NOW.plusSeconds(1200))).isEmpty();
        assertThat(changes(2, "the table was gone", NOW.plusSeconds(905)))
                .as("too soon")
                .isEmpty();
        assertThat(changes(2, "the table was gone", NOW.plusSeconds(1200))).hasSize(1);
        Instant later = NOW.plusSeconds(1200).plus(Duration.ofHours(21));
        assertThat(changes(2, "the table was gone", later)).as("still so").hasSize(1);
    }

    private List<Draft> changes(long count, String what, Instant now) {
        FlowReport report =
                new FlowReport(now, List.of(), Optional.of(new FlowReport.Changed(count, now.plusSeconds(9), what)));
        Decision<Integer> decision = FlowDesk.take(GATE, report, store, now);
        store.apply(decision);
        decision.drafts().forEach(draft -> assertThat(draft.event()).isEqualTo(new RulesChanged(count, now, what)));
        return decision.drafts();
    }

    private Decision<Integer> take(Member member, Instant now) {
        return take(GATE, member, now);
    }

    private Decision<Integer> take(DeviceId reporter, Member member, Instant now) {
        return FlowDesk.take(reporter, new FlowReport(now, List.of(member), Optional.empty()), store, now);
    }

    private static Member member(String name, long packets, int... ports) {
        return new Member(
                name,
                packets,
                0,
                java.util.Arrays.stream(ports)
                        .mapToObj(port -> new Refused(true, 4, 6, "203.0.113.9", port, 1, NOW, NOW))
                        .toList(),
                List.of(new Used("ip daddr 203.0.113.8 tcp dport 443", packets)));
    }
}
