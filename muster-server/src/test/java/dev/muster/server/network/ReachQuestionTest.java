package dev.muster.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.MudDesk;
import dev.muster.core.network.MudUrlLearned;
import dev.muster.core.network.NetworkEvent;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.NetworkWishes;
import dev.muster.format.network.mud.MudReader;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.devices.DevicesProjection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** "Can any camera reach any lock", asked of both databases. */
class ReachQuestionTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final String CAMERAS = "https://maker.example/camera.json";
    private static final String LOCKS = "https://maker.example/lock.json";

    @BothDatabases
    void whoReachesWhomIsAsPoliciesSay(Database database) {
        Migrations.create()
                .topic("devices", "001-devices", "002-endpoints")
                .topic("facts", "003-levels")
                .topic("network", "001-network", "002-descriptions", "003-gateways", "004-flows")
                .apply(database);
        try (TestLedger fixture = TestLedger.over(database)
                .events(DeviceEvent.class, NetworkEvent.class)
                .projection(new DevicesProjection())
                .projection(new NetworkProjection())
                .clock(() -> NOW)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            device(ledger, "camera-1", CAMERAS, "10.0.0.5/32");
            device(ledger, "lock-1", LOCKS, "10.0.0.9/32");
            device(ledger, "lock-2", LOCKS, "");
            ReachQuestion question = new ReachQuestion(database, List::of, () -> NOW);
            take(ledger, CAMERAS, "destination-ipv4-network", "10.0.0.0/24");
            // Nothing restricts the locks.
            Map<String, Object> open = question.answer(ACME, CAMERAS, LOCKS);
            assertThat(open).containsEntry("from", 1).containsEntry("to", 2).containsEntry("pairs", 1);
            assertThat(open.get("withoutAddress")).isEqualTo(List.of("lock-2"));
            assertThat(open.get("paths").toString()).contains("camera-1", "lock-1", "TCP to 10.0.0.9 port 443");
            take(ledger, LOCKS, "destination-ipv4-network", "203.0.113.9/32");
            assertThat(question.answer(ACME, CAMERAS, LOCKS)).containsEntry("pairs", 0);
            assertThat(question.answer(ACME, LOCKS, CAMERAS)).containsEntry("pairs", 0);
        }
    }

    private static void device(Ledger ledger, String id, String url, String address) {
        DeviceId device = new DeviceId(id);
        ledger.shell()
                .run(
                        ACME,
                        tx -> tx,
                        tx -> Decision.of(
                                "there",
                                List.of(
                                        new Draft(device.subject(), NOW, "ada", new DeviceRegistered("p", "manifest")),
                                        new Draft(
                                                device.subject(),
                                                NOW,
                                                "ada",
                                                new StateChanged(
                                                        DeviceState.MANUFACTURED,
                                                        DeviceState.OPERATIONAL,
                                                        "operator",
                                                        "")))));
        MudUrlLearned learned = new MudUrlLearned(
                url, MudUrlLearned.Carrier.PERSON, "", address.isEmpty() ? List.of() : List.of(address));
        ledger.shell()
                .<NetworkStore, NetworkWishes.Answer>run(
                        ACME,
                        tx -> new SqlNetworkStore(tx, ACME),
                        store -> NetworkWishes.url(device, learned, store, "ada", NOW));
    }

    private static void take(Ledger ledger, String url, String side, String network) {
        byte[] bytes = ("{'ietf-mud:mud':{'mud-version':1,'mud-url':'" + url
                        + "','last-update':'2026-01-01T00:00:00Z','is-supported':true,"
                        + "'from-device-policy':{'access-lists':{'access-list':[{'name':'f'}]}}},"
                        + "'ietf-access-control-list:acls':{'acl':[{'name':'f','type':'ipv4-acl-type','aces':{'ace':["
                        + "{'name':'a','matches':{'ipv4':{'protocol':6,'" + side + "':'" + network
                        + "'},'tcp':{'destination-port':{'operator':'eq','port':443}}},"
                        + "'actions':{'forwarding':'accept'}}]}}]}}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        MudDesk.Candidate candidate =
                new MudDesk.Candidate(url, bytes, MudReader.read(bytes), new byte[0], Optional.empty(), "operator/ann");
        ledger.shell()
                .<NetworkStore, MudDesk.Answer>run(
                        ACME, tx -> new SqlNetworkStore(tx, ACME), store -> MudDesk.take(candidate, store, NOW));
    }
}
