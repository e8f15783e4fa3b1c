package dev.muster.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.host.HostEvent;
import dev.muster.core.host.HostFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.HostReport;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.devices.host.Standing;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device says of its host becomes facts of its word; what it did not sign becomes nothing. */
class HostDoorTest {
    private static final OrgId ORG = new OrgId("acme");
    private static final KeyPair DEVICE = Keys.generateP256(new SecureRandom());
    private static final KeyPair STRANGER = Keys.generateP256(new SecureRandom());

    private final HostReport report = new HostReport(
            Instant.parse("2026-11-21T12:00:00Z"),
            List.of(
                    new HostFact("host.aslr", "full", Standing.ENFORCED, ""),
                    new HostFact("host.watchdog", "yes", Standing.SIMULATED, ""),
                    new HostFact("host.not-known-yet", "yes", Standing.CHECKED, "")));

    @TempDir
    private Path dir;

    @Test
    void aSignedReportIsKeptAndStatesTheDevicesWord() throws Exception {
        try (Database database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
                TestLedger fixture =
                        TestLedger.over(database).events(HostEvent.class).clock(InstantSource.system())) {
            var ledger = fixture.open();
            ledger.create(ORG);
            SignedReports reports = new SignedReports(
                    (request, org) -> new SignedReports.Reporter(new DeviceId("cam-1"), DEVICE.getPublic()));
            Routes doors = new HostDoor(reports, ledger.shell(), InstantSource.system()).addTo(new Routes());
            try (TestServer server = TestServer.start(
                            new Routes(), (request, need) -> new Caller("operator/anna", Set.of()), doors);
                    HttpClient client = server.client(null)) {
                byte[] good = signed(HostReport.MEDIA_TYPE, report.encode(), DEVICE);
                assertThat(post(server, client, HostReport.MEDIA_TYPE, good)).isEqualTo(204);
                Entry entry = ledger.newest(ORG, EntryQuery.all().type("host.reported"))
                        .orElseThrow();
                List<Fact> facts =
                        new HostFacts().facts(entry, ledger.event(entry).orElseThrow());
                assertThat(facts)
                        .extracting(f -> f.key() + "=" + f.value())
                        .containsExactly("host.aslr=full", "host.watchdog=simulated");
                assertThat(facts).allMatch(f -> f.grade() == Grade.REPORTED);

                assertThat(post(server, client, "application/cbor", good)).isEqualTo(415);
                byte[] foreign = signed(HostReport.MEDIA_TYPE, report.encode(), STRANGER);
                assertThat(post(server, client, HostReport.MEDIA_TYPE, foreign)).isEqualTo(403);
                byte[] other = signed("application/suit-report+cose", report.encode(), DEVICE);
                assertThat(post(server, client, HostReport.MEDIA_TYPE, other)).isEqualTo(400);
                byte[] broken = signed(HostReport.MEDIA_TYPE, new byte[] {1}, DEVICE);
                assertThat(post(server, client, HostReport.MEDIA_TYPE, broken)).isEqualTo(400);
                assertThat(ledger.entries(ORG, EntryQuery.all().type("host.reported")))
                        .hasSize(1);
            }
        }
    }

    private static byte[] signed(String type, byte[] payload, KeyPair key) {
        return SignedStatement.sign(
                type, payload, CoseSigner.of(CoseAlgorithm.ES256, key.getPrivate(), Optional.empty()));
    }

    private static int post(TestServer server, HttpClient client, String type, byte[] body) {
        return TestServer.send(
                        client,
                        HttpRequest.newBuilder(server.device("/devices/acme/host"))
                                .header("content-type", type)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build())
                .statusCode();
    }
}
