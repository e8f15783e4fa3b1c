package dev.muster.server.failures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.failures.FailuresEvent;
import dev.muster.core.failures.FailuresFacts;
import dev.muster.core.failures.FailuresNotices;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.failure.Failure;
import dev.muster.format.devices.failure.FailureKind;
import dev.muster.format.devices.failure.FailureReport;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The same failure of many devices is one line; a report that comes again is one; what no device signed is none. */
class FailuresContractTest {
    private static final OrgId ORG = new OrgId("acme");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final KeyPair DEVICE = Keys.generateP256(new SecureRandom());
    private static final KeyPair STRANGER = Keys.generateP256(new SecureRandom());

    private String asking = "lamp-1";

    @BothDatabases
    void theSameFailureOfManyIsOneLine(Database database) throws Exception {
        Migrations.create().topic("failures", "001-failures").apply(database);
        try (TestLedger fixture = TestLedger.over(database)
                .events(FailuresEvent.class)
                .projection(new FailuresProjection())
                .clock(InstantSource.fixed(NOW))) {
            Ledger ledger = fixture.open();
            ledger.create(ORG);
            SignedReports reports = new SignedReports(
                    (request, org) -> new SignedReports.Reporter(new DeviceId(asking), DEVICE.getPublic()));
            Routes doors = new ReportDoor(reports, ledger.shell(), InstantSource.fixed(NOW)).addTo(new Routes());
            try (TestServer server = TestServer.start(
                            new Routes(), (request, need) -> new Caller("operator/anna", Set.of()), doors);
                    HttpClient client = server.client(null)) {
                byte[] crash = signed(report(failure(FailureKind.CRASH, "light", "signal SIGSEGV", 2)), DEVICE);
                for (int times = 0; times < 3; times++) {
                    assertThat(post(server, client, crash)).isEqualTo(204);
                }
                asking = "lamp-2";
                assertThat(post(
                                server,
                                client,
                                signed(report(failure(FailureKind.CRASH, "light", "signal SIGSEGV", 1)), DEVICE)))
                        .isEqualTo(204);
                assertThat(post(
                                server,
                                client,
                                signed(
                                        report(failure(FailureKind.FORBIDDEN_CALL, "light", "signal SIGSYS", 1)),
                                        DEVICE)))
                        .isEqualTo(204);
                refusals(server, client, crash);
            }
            List<SqlFailures.Group> groups = database.read(tx -> new SqlFailures(tx, ORG).newest(10));
            assertThat(groups)
                    .extracting(g -> g.kind() + " " + g.what() + " " + g.devices() + "/" + g.occurrences())
                    .containsExactlyInAnyOrder("crash light 2/3", "forbidden-call light 1/1");
            SqlFailures.Group crash = groups.stream()
                    .filter(g -> g.kind().equals("crash"))
                    .findFirst()
                    .orElseThrow();
            assertThat(database.<List<SqlFailures.Seen>>read(
                            tx -> new SqlFailures(tx, ORG).seen(crash.signature(), 10)))
                    .extracting(SqlFailures.Seen::device)
                    .containsExactly("lamp-1", "lamp-2");
            assertThat(database.<List<SqlFailures.Group>>read(tx -> new SqlFailures(tx, ORG).newest("lamp-1", 10)))
                    .containsExactly(crash);
            assertThat(ledger.entries(ORG, EntryQuery.all().type("failures.reported")))
                    .hasSize(3);
            says(ledger);
        }
    }

    private static void refusals(TestServer server, HttpClient client, byte[] good) {
        assertThat(post(server, client, signed(report(failure(FailureKind.CRASH, "x", "", 1)), STRANGER)))
                .isEqualTo(403);
        assertThat(post(server, client, new byte[] {1})).isEqualTo(400);
        assertThat(TestServer.send(
                                client,
                                HttpRequest.newBuilder(server.device("/devices/acme/failures"))
                                        .header("content-type", "application/cbor")
                                        .POST(BodyPublishers.ofByteArray(good))
                                        .build())
                        .statusCode())
                .isEqualTo(415);
    }

    private static void says(Ledger ledger) {
        Entry newest = ledger.newest(ORG, EntryQuery.all()).orElseThrow();
        var event = ledger.event(newest).orElseThrow();
        assertThat(new FailuresFacts().facts(newest, event))
                .singleElement()
                .satisfies(fact -> assertThat(fact.value()).isEqualTo("forbidden-call"));
        assertThat(new FailuresNotices().notices(newest, event)).hasSize(1);
        // A device whose clock is ahead is taken to have seen it now.
        assertThat(newest.effectiveAt()).isEqualTo(NOW);
    }

    @BothDatabases
    void oneDeviceDoesNotMakeTheRegisterLong(Database database) throws Exception {
        Migrations.create().topic("failures", "001-failures").apply(database);
        List<dev.muster.core.failures.FailuresReported.Told> many = IntStream.range(
                        0, SqlFailures.SIGNATURES_OF_DEVICE_MAX + 5)
                .mapToObj(i -> new dev.muster.core.failures.FailuresReported.Told(
                        "crash", "s" + i, "w" + i, "", "", NOW, NOW, 1))
                .toList();
        database.write(tx -> {
            SqlFailures store = new SqlFailures(tx, ORG);
            many.forEach(one -> store.add("lamp-1", one));
            store.add("lamp-1", many.getFirst());
            store.add("lamp-2", many.getFirst());
            return true;
        });

        List<SqlFailures.Group> groups = database.read(tx -> new SqlFailures(tx, ORG).newest(1_000));

        assertThat(groups).hasSize(SqlFailures.SIGNATURES_OF_DEVICE_MAX);
        assertThat(database.<Optional<SqlFailures.Group>>read(tx -> new SqlFailures(tx, ORG).group("s0"))
                        .orElseThrow())
                .satisfies(group -> {
                    assertThat(group.devices()).isEqualTo(2);
                    assertThat(group.occurrences()).isEqualTo(3);
                });
    }

    private static Failure failure(FailureKind kind, String what, String sign, long count) {
        return new Failure(kind, what, sign, "", NOW.plusSeconds(60), NOW.plusSeconds(90), count);
    }

    private static FailureReport report(Failure one) {
        return new FailureReport(NOW.plusSeconds(100), List.of(one));
    }

    private static byte[] signed(FailureReport report, KeyPair key) {
        return SignedStatement.sign(
                FailureReport.MEDIA_TYPE,
                report.encode(),
                CoseSigner.of(CoseAlgorithm.ES256, key.getPrivate(), Optional.empty()));
    }

    private static int post(TestServer server, HttpClient client, byte[] body) {
        return TestServer.send(
                        client,
                        HttpRequest.newBuilder(server.device("/devices/acme/failures"))
                                .header("content-type", FailureReport.MEDIA_TYPE)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build())
                .statusCode();
    }
}
