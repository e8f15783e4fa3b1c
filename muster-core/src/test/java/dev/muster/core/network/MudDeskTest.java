package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Decision;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.packet.Packet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which description is in force, and what a device may do under it and everything that is said above it. */
class MudDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final String URL = "https://maker.example/lamp.json";
    private static final DeviceId LAMP = new DeviceId("lamp-1");
    private static final List<Endpoint> SERVER = List.of(new Endpoint("10.0.0.1", 8444));
    private static final String MAKER = "CN=Signer,O=Maker";

    private final MapNetworkStore store = new MapNetworkStore();

    @Test
    void theFirstIsTakenANarrowerOneReplacesItAndAWiderOneWaitsForAnotherPerson() {
        assertThat(take("2026-01-01", "443", "muster")).isInstanceOf(MudDesk.Answer.InForce.class);
        MudDesk.Answer wider = take("2026-02-01", "80", "operator/ann");
        assertThat(wider).isInstanceOfSatisfying(MudDesk.Answer.Waits.class, waits -> {
            assertThat(waits.why()).isEqualTo("it permits more");
            assertThat(waits.more()).containsExactly("It may open TCP to 203.0.113.9 port 80.");
        });
        assertThat(may(443)).isTrue();
        assertThat(may(80)).isFalse();
        String digest = ((MudDesk.Answer.Waits) wider).digest();
        assertThat(reason(MudDesk.answer(digest, true, "operator/ann", "new lamp", store, NOW)))
                .isEqualTo("apart-forbidden");
        assertThat(reason(MudDesk.answer(digest, true, "operator/bob", " ", store, NOW)))
                .isEqualTo("reason-missing");
        assertThat(store.apply(MudDesk.answer(digest, true, "operator/bob", "new lamp", store, NOW)))
                .isInstanceOf(MudDesk.Answer.InForce.class);
        assertThat(may(80)).isTrue();
        assertThat(may(443)).isFalse();
        assertThat(MudDesk.answer(digest, false, "operator/bob", "x", store, NOW)
                        .drafts())
                .isEmpty();
    }

    @Test
    void nothingGoesBackAndNobodySpeaksForAnother() {
        take("2026-02-01", "443", "muster");
        assertThat(reason(candidate("2026-01-01", "443", "muster", URL))).isEqualTo("older");
        assertThat(reason(candidate("2026-02-01", "80", "muster", URL))).isEqualTo("same-time-other-content");
        assertThat(reason(candidate("2026-03-01", "443", "muster", "https://other.example/lamp.json")))
                .isEqualTo("other-url");
        assertThat(reason(MudDesk.take(
                        new MudDesk.Candidate(
                                URL,
                                file("2026-03-01", "443"),
                                MudReader.read(file("2026-03-01", "443")),
                                new byte[0],
                                Optional.empty(),
                                MudDesk.FETCHER),
                        store,
                        NOW)))
                .isEqualTo("unsigned");
        MudDesk.Candidate otherAuthority = new MudDesk.Candidate(
                URL,
                file("2026-03-01", "443"),
                MudReader.read(file("2026-03-01", "443")),
                new byte[] {1},
                Optional.of(new MudDesk.Signed(MAKER, "CN=Another", true)),
                "muster");
        assertThat(MudDesk.take(otherAuthority, store, NOW).answer())
                .isInstanceOfSatisfying(
                        MudDesk.Answer.Waits.class,
                        waits -> assertThat(waits.why()).contains("CN=Another"));
    }

    @Test
    void aRefusalOfWhatWasFetchedIsWrittenDownAndAPersonHearsOfHisOwn() {
        take("2026-02-01", "443", "muster");
        assertThat(MudDesk.take(candidateOf("2026-01-01", "443", "muster", URL), store, NOW)
                        .drafts())
                .hasSize(1);
        assertThat(MudDesk.take(candidateOf("2026-01-01", "443", "operator/ann", URL), store, NOW)
                        .drafts())
                .isEmpty();
    }

    @Test
    void aDeviceWhoseCertificateDemandsAnotherSignerGetsNothingOfTheDescription() {
        take("2026-01-01", "443", "muster");
        name("cn=signer, o=Maker");
        assertThat(may(443)).isTrue();
        name("CN=Somebody");
        assertThat(policy(DeviceState.OPERATIONAL).policy().name()).isEqualTo(Policy.JOINING);
        assertThat(may(443)).isFalse();
        assertThat(reaches("10.0.0.1", 8444, DeviceState.OPERATIONAL)).isTrue();
        assertThat(reaches("10.0.0.53", 53, DeviceState.OPERATIONAL)).isTrue();
    }

    @Test
    void peopleStandAboveTheMakerForAWhileAndNobodyCutsTheServerOff() {
        take("2026-01-01", "443", "muster");
        name("");
        assertThat(override("no-cloud", false, "203.0.113.9", 443)).isEqualTo("done");
        assertThat(override("lab", true, "198.51.100.4", 9000)).isEqualTo("done");
        assertThat(override("no-server", false, "10.0.0.1", 8444)).isEqualTo("done");
        assertThat(may(443)).isFalse();
        assertThat(reaches("198.51.100.4", 9000, DeviceState.OPERATIONAL)).isTrue();
        assertThat(reaches("10.0.0.1", 8444, DeviceState.OPERATIONAL)).isTrue();
        assertThat(policy(DeviceState.QUARANTINED).permitted().orElseThrow().boxes())
                .hasSize(1);
        store.apply(NetworkWishes.end(LAMP, "no-cloud", "expired", store, "muster", NOW));
        assertThat(may(443)).isTrue();
        assertThat(override("for-ever", true, "198.51.100.4", 70_000)).isEqualTo("override-invalid");
    }

    @Test
    void whatAPersonPermitsMayHaveARate() {
        take("2026-01-01", "443", "muster");
        name("");
        assertThat(rated("slow", true, 5, 10)).isEqualTo("done");
        DevicePolicy.Derived derived = policy(DeviceState.OPERATIONAL);
        assertThat(derived.policy().ruleset()).endsWith("#rate - from 5 10 ip daddr 198.51.100.4 tcp dport 9000\n");
        assertThat(policy(DeviceState.QUARANTINED).policy().ruleset()).doesNotContain("#rate");
        assertThat(rated("shut", false, 5, 10)).isEqualTo("override-invalid");
        assertThat(rated("none", true, 0, 10)).isEqualTo("override-invalid");
        assertThat(rated("much", true, 5, 2_000_000)).isEqualTo("override-invalid");
    }

    private String rated(String id, boolean permit, int perSecond, int burst) {
        OverrideSet set = new OverrideSet(
                id,
                permit,
                true,
                "198.51.100.4/32",
                6,
                9000,
                9000,
                "ann",
                "trial",
                NOW.plus(Duration.ofDays(1)),
                Optional.of(new OverrideSet.Rate(perSecond, burst)));
        return store.apply(NetworkWishes.override(LAMP, set, store, "operator/ann", NOW))
                        instanceof NetworkWishes.Answer.Refused refused
                ? refused.reason()
                : "done";
    }

    @Test
    void aVendorIsReachedWhileTheApprovedWorkIsUnderWay() {
        take("2026-01-01", "443", "muster");
        name("");
        work(Optional.of(List.of("198.51.100.7:22")), false, false, 1);
        assertThat(vendor(DeviceState.MAINTENANCE)).isFalse();
        work(Optional.empty(), true, false, 2);
        assertThat(vendor(DeviceState.MAINTENANCE)).isFalse();
        work(Optional.empty(), false, true, 3);
        assertThat(vendor(DeviceState.MAINTENANCE)).isTrue();
        assertThat(vendor(DeviceState.OPERATIONAL)).isFalse();
        assertThat(vendor(DeviceState.QUARANTINED)).isFalse();
        // Said twice, or late: nothing.
        assertThat(NetworkWishes.work(step(Optional.empty(), false, false, 2), store, NOW)
                        .drafts())
                .isEmpty();
        // Other endpoints than those that were approved.
        work(Optional.of(List.of("198.51.100.8:22")), false, true, 4);
        assertThat(reaches("198.51.100.8", 22, DeviceState.MAINTENANCE)).isFalse();
        work(Optional.empty(), true, true, 5);
        assertThat(reaches("198.51.100.8", 22, DeviceState.MAINTENANCE)).isTrue();
        work(Optional.empty(), false, false, 6);
        assertThat(reaches("198.51.100.8", 22, DeviceState.MAINTENANCE)).isFalse();
    }

    /** Who it is was proved, what it runs was not: whatever the maker's file permits, it reaches us and the basics. */
    @Test
    void aDeviceThatHasOnlyJoinedReachesTheServerAndTheBasics() {
        take("2026-01-01", "443", "operator/ann");
        name("");
        assertThat(policy(DeviceState.JOINING).policy().name()).isEqualTo(Policy.JOINING);
        assertThat(reaches("10.0.0.1", 8444, DeviceState.JOINING)).isTrue();
        assertThat(reaches("203.0.113.9", 443, DeviceState.OPERATIONAL)).isTrue();
        assertThat(reaches("203.0.113.9", 443, DeviceState.JOINING)).isFalse();
    }

    @Test
    void withoutADescriptionNothingIsRestricted() {
        assertThat(policy(DeviceState.OPERATIONAL).policy()).isEqualTo(Policy.normal());
        assertThat(DevicePolicy.of(LAMP, DeviceState.RETIRED, store, SERVER, NOW))
                .isEmpty();
        take("2026-01-01", "443", "muster");
        assertThat(policy(DeviceState.OPERATIONAL).policy()).isEqualTo(Policy.normal());
    }

    @Test
    void aWindowWhoseTimeIsOverClosesWhileTheWorkGoesOn() {
        take("2026-01-01", "443", "operator/ann");
        work(Optional.of(List.of("198.51.100.7:22")), true, true, 1);
        VendorWindow window = store.windows(LAMP).getFirst();
        assertThat(NetworkWishes.over(LAMP, window, store, window.until().minusSeconds(1))
                        .drafts())
                .isEmpty();
        store.apply(NetworkWishes.over(LAMP, window, store, window.until()));
        assertThat(store.windows(LAMP)).noneMatch(VendorWindow::working);
        assertThat(NetworkWishes.over(LAMP, window, store, window.until()).drafts())
                .isEmpty();
    }

    private boolean vendor(DeviceState state) {
        return reaches("198.51.100.7", 22, state);
    }

    private void work(Optional<List<String>> endpoints, boolean approves, boolean working, long entry) {
        store.apply(NetworkWishes.work(step(endpoints, approves, working, entry), store, NOW));
    }

    private static WorkStep step(Optional<List<String>> endpoints, boolean approves, boolean working, long entry) {
        return new WorkStep(
                "w1", LAMP, endpoints, approves, working, Optional.of(NOW.plus(Duration.ofHours(2))), entry);
    }

    private String override(String id, boolean permit, String peer, int port) {
        OverrideSet set =
                new OverrideSet(id, permit, true, peer, 6, port, port, "ann", "trial", NOW.plus(Duration.ofDays(1)));
        return store.apply(NetworkWishes.override(LAMP, set, store, "operator/ann", NOW))
                        instanceof NetworkWishes.Answer.Refused refused
                ? refused.reason()
                : "done";
    }

    private void name(String signer) {
        store.apply(NetworkWishes.url(
                LAMP,
                new MudUrlLearned(URL, MudUrlLearned.Carrier.PERSON, signer, List.of()),
                store,
                "operator/ann",
                NOW));
    }

    private boolean may(int port) {
        if (store.url(LAMP).isEmpty()) {
            name("");
        }
        return reaches("203.0.113.9", port, DeviceState.OPERATIONAL);
    }

    private boolean reaches(String address, int port, DeviceState state) {
        return policy(state)
                .permitted()
                .orElseThrow()
                .has(new Packet(
                        Way.FROM_DEVICE,
                        new Peers(4, ""),
                        Prefix.parse(address).orElseThrow().base(),
                        6,
                        40_000,
                        port));
    }

    private DevicePolicy.Derived policy(DeviceState state) {
        return DevicePolicy.of(LAMP, state, store, SERVER, NOW).orElseThrow();
    }

    private MudDesk.Answer take(String day, String port, String by) {
        return store.apply(MudDesk.take(candidateOf(day, port, by, URL), store, NOW));
    }

    private Decision<MudDesk.Answer> candidate(String day, String port, String by, String url) {
        return MudDesk.take(candidateOf(day, port, by, url), store, NOW);
    }

    private static MudDesk.Candidate candidateOf(String day, String port, String by, String url) {
        byte[] bytes = file(day, port);
        return new MudDesk.Candidate(
                url,
                bytes,
                MudReader.read(bytes),
                new byte[] {1},
                Optional.of(new MudDesk.Signed(MAKER, "CN=Maker CA", true)),
                by);
    }

    private static String reason(Decision<MudDesk.Answer> decision) {
        return decision.answer() instanceof MudDesk.Answer.Refused refused ? refused.reason() : "taken";
    }

    private static byte[] file(String day, String port) {
        return ("{'ietf-mud:mud':{'mud-version':1,'mud-url':'" + URL + "','last-update':'" + day + "T00:00:00Z',"
                        + "'is-supported':true,'from-device-policy':{'access-lists':{'access-list':[{'name':'f'}]}}},"
                        + "'ietf-access-control-list:acls':{'acl':[{'name':'f','type':'ipv4-acl-type','aces':{'ace':[{"
                        + "'name':'a','matches':{'ipv4':{'protocol':6,'destination-ipv4-network':'203.0.113.9/32'},"
                        + "'tcp':{'ietf-mud:direction-initiated':'from-device','destination-port':{'operator':'eq','port':"
                        + port + "}}},'actions':{'forwarding':'accept'}}]}}]}}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }
}
