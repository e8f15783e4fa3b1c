package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.Expected;
import dev.muster.core.attestation.Policies;
import dev.muster.core.attestation.PolicySet;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.devices.Device;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Shown;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every trust statement has an age, also at a past time, and who is not heard of is named. */
class SilenceTest {
    private static final OrgId ORG = new OrgId("demo");

    /** States these facts of its subject. */
    @EntryType("silence.said")
    record Said(Map<String, String> facts) implements Event {}

    private static final FactRule RULE = (entry, event) -> event instanceof Said said
            ? said.facts().entrySet().stream()
                    .map(fact -> new Fact(
                            entry.subject(),
                            fact.getKey(),
                            fact.getValue(),
                            entry.effectiveAt(),
                            Grade.ATTESTED,
                            entry.index()))
                    .toList()
            : List.of();

    @TempDir
    Path directory;

    private Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private Database database;
    private Ledger ledger;
    private TestServer server;
    private OpenPages pages;

    @BeforeEach
    void start() {
        database = FreshDatabases.sqlite();
        Migrations.create()
                .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                .topic("facts", "001-facts", "003-levels")
                .topic("console", "003-fleet", "004-order", "005-silent", "006-expected", "007-fell-back")
                .apply(database);
        EventCodec codec = EventCodec.of(List.of(LedgerEvent.class, Said.class, PolicySet.class));
        EntryFacts reader = new EntryFacts(codec, List.of(RULE));
        ledger = Ledger.open(new LedgerSettings(
                database,
                directory,
                LedgerSettings.Tiles.FILES,
                "localhost",
                codec,
                List.of(Statements.projection(), new FactProjection(reader, new DeviceRows(reader))),
                InstantSource.system(),
                new SecureRandom()));
        ledger.create(ORG);
        pages = new OpenPages();
        ledger.follow(new PageNews(pages));
        FleetReader fleet = new FleetReader(database, reader, clock);
        PostureView posture = (org, device, asOf) -> List.of(
                new PostureView.Line("EN303645/5.3-2", "updates", "supported", "attested", "it updates"),
                new PostureView.Line("EN303645/5.1-1", "passwords", "unknown", "", "no check yet"));
        Routes routes = new Routes();
        new ConsoleDoor(fleet, posture, pages, _ -> List.of(), new Contributions(), clock).addTo(routes);
        new ApiDoor(fleet, posture).addTo(routes);
        server = TestServer.start(routes, (request, need) -> new Caller("operator/test", Set.of("demo")), new Routes());
    }

    @AfterEach
    void stop() {
        pages.close();
        server.close();
        ledger.close();
        database.close();
    }

    private void say(String device, Map<String, String> facts) {
        ledger.shell()
                .run(
                        ORG,
                        tx -> tx,
                        tx -> Decision.of(
                                true, new Draft(Subject.device(device), Instant.now(), "test", new Said(facts))));
    }

    private void sayTrusted(String device) {
        say(
                device,
                Map.of(
                        FactKeys.STATE, "operational",
                        FactKeys.VERDICT, "affirming",
                        FactKeys.VERSION, "1.4.2",
                        FactKeys.STRENGTH, "simulated",
                        FactKeys.PRODUCT, "acme-cam"));
    }

    private HttpResponse<byte[]> get(String path) {
        return server.send(HttpRequest.newBuilder(server.console(path)).build());
    }

    private String page(String path) {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The list of a past time said what the first entry of a device had said, where a later one said something else of it. */
    @Test
    void aPastListSaysWhatWasNewestThen() {
        sayTrusted("cam-01");
        say("cam-01", Map.of(FactKeys.STATE, "quarantined"));
        sayTrusted("cam-02");
        say("cam-02", Map.of(FactKeys.VERDICT, "warning", FactKeys.STATE, "operational"));
        say("cam-02", Map.of(FactKeys.STATE, "degraded"));
        Instant then = Instant.now();
        for (String path : List.of("/api/v1/demo/devices", "/api/v1/demo/devices?asOf=" + then)) {
            List<String> said = new java.util.ArrayList<>();
            Json.tree(get(path).body())
                    .path("devices")
                    .forEach(device -> said.add(device.path("id").asString() + " "
                            + device.path("state").asString() + " "
                            + device.path("verdict").asString() + " "
                            + device.path("trusted").asBoolean()));
            assertThat(said)
                    .as(path)
                    .containsExactly("cam-01 quarantined affirming false", "cam-02 degraded warning false");
        }
        assertThat(page("/o/demo/?asOf=" + then)).contains("0 of 2 devices are trusted; 2 need you");
    }

    /** Attested once and never heard of again, in all the time since: that is what a stolen or dead device looks like. */
    @Test
    void silenceIsNotTrust() {
        sayTrusted("cam-01");
        sayTrusted("cam-02");
        sayTrusted("cam-03");
        say("cam-03", Map.of(FactKeys.STATE, "retired"));
        sayTrusted("cam-04");
        say("cam-04", Map.of(FactKeys.STATE, "off-site"));
        Instant then = Instant.now();
        assertThat(page("/o/demo/"))
                .contains("2 of 4 devices are trusted; none needs you")
                .doesNotContain("silent");
        ahead = Device.SILENT_AFTER.minusMinutes(1);
        assertThat(page("/o/demo/")).contains("2 of 4 devices are trusted; none needs you");
        ahead = Device.SILENT_AFTER.plusMinutes(1);
        assertThat(page("/o/demo/")).contains("0 of 4 devices are trusted; 2 need you; cam-01, cam-02 are silent");
        ahead = Duration.ofDays(435);
        Instant heard =
                Instant.parse(Json.tree(get("/api/v1/demo/devices/cam-01").body())
                        .path("attestedAt")
                        .asString());
        assertThat(page("/o/demo/?state=silent")).contains("cam-01", "cam-02").doesNotContain("cam-03", "cam-04");
        assertThat(page("/o/demo/devices/cam-01"))
                .contains(
                        "Not trusted since " + Shown.exact(heard.plus(Device.SILENT_AFTER)),
                        "It has shown no evidence for more than 26 hours");
        var device = Json.tree(get("/api/v1/demo/devices/cam-01").body());
        assertThat(device.path("trusted").asBoolean()).isFalse();
        assertThat(device.path("silent").asBoolean()).isTrue();
        assertThat(device.path("whyNot").size()).isEqualTo(1);
        Json.tree(get("/api/v1/demo/devices").body())
                .path("devices")
                .forEach(each -> assertThat(each.path("trusted").asBoolean()).isFalse());
        var retired = Json.tree(get("/api/v1/demo/devices/cam-03").body());
        assertThat(retired.path("silent").asBoolean())
                .as("nobody expects to hear of it")
                .isFalse();
        var status = Json.tree(get("/api/v1/demo/status").body());
        assertThat(status.path("trusted").asInt()).isZero();
        assertThat(status.path("silent").asInt()).isEqualTo(2);
        assertThat(status.path("needSomeone").asInt()).isEqualTo(2);
        assertThat(page("/o/demo/?asOf=" + then)).contains("2 of 4 devices are trusted; none needs you");
        say("cam-02", Map.of(FactKeys.VERDICT, "affirming"));
        ahead = Duration.ofHours(1);
        assertThat(page("/o/demo/")).contains("2 of 4 devices are trusted");
    }

    /** Eleven minutes after the last evidence of a device that is to attest every five. */
    @Test
    void howOftenEvidenceIsExpectedEndsTrustAndIsShown() {
        sayTrusted("cam-01");
        Expected often = new Expected(300, Map.of("acme-cam", 300L));
        PolicyTable table = new PolicyTable("often", List.of(), Optional.empty(), Optional.of(often));
        ledger.shell()
                .run(
                        ORG,
                        tx -> tx,
                        tx -> Decision.of(
                                true, new Draft(Policies.SUBJECT, Instant.now(), "test", new PolicySet(table))));
        ahead = Duration.ofMinutes(9);
        assertThat(page("/o/demo/")).contains("1 of 1 devices are trusted; none needs you");
        assertThat(page("/o/demo/devices/cam-01")).contains("every 5 minutes, silent after 10 minutes");
        ahead = Duration.ofMinutes(11);
        assertThat(page("/o/demo/")).contains("0 of 1 devices are trusted; 1 needs you; cam-01 is silent");
        var device = Json.tree(get("/api/v1/demo/devices/cam-01").body());
        Instant since = Instant.parse(device.path("silentSince").asString());
        assertThat(since)
                .isEqualTo(Instant.parse(device.path("attestedAt").asString()).plus(Duration.ofMinutes(10)));
        assertThat(device.path("expectedEverySeconds").asInt()).isEqualTo(300);
        assertThat(device.path("silentAfterSeconds").asInt()).isEqualTo(600);
        assertThat(page("/o/demo/devices/cam-01"))
                .contains(
                        "every 5 minutes, silent since " + Shown.exact(since),
                        "It has shown no evidence for more than 10 minutes and is to show some every 5 minutes");
    }

    /** Trusted for what it shows, and yet nobody is told that all is well; who was told to go on again is named no more. */
    @Test
    void whoFellBackIsNamedBeforeWhoIsSilent() {
        for (String device : List.of("cam-01", "cam-02", "cam-03", "cam-04", "cam-05", "cam-06")) {
            sayTrusted(device);
        }
        say("cam-06", Map.of(FactKeys.ROLLOUT, "fell-back", FactKeys.STATE, "retired"));
        say("cam-05", Map.of(FactKeys.ROLLOUT, "fell-back"));
        assertThat(page("/o/demo/"))
                .contains("5 of 6 devices are trusted; cam-05 fell back to an older release")
                .doesNotContain("none needs you", "cam-06 fell");
        Instant then = Instant.now();
        for (String device : List.of("cam-04", "cam-03", "cam-02")) {
            say(device, Map.of(FactKeys.ROLLOUT, "fell-back"));
        }
        assertThat(page("/o/demo/")).contains("cam-02, cam-03, cam-04 and 1 more fell back to an older release");
        ahead = Device.SILENT_AFTER.plusMinutes(1);
        assertThat(page("/o/demo/"))
                .contains("5 need you; cam-02, cam-03, cam-04 and 1 more fell back to an older release; cam-01,");
        ahead = Duration.ZERO;
        var status = Json.tree(get("/api/v1/demo/status").body());
        assertThat(status.path("fellBack").asInt()).isEqualTo(4);
        assertThat(status.path("fellBackFirst").size()).isEqualTo(3);
        for (String device : List.of("cam-02", "cam-03", "cam-04", "cam-05")) {
            say(device, Map.of(FactKeys.ROLLOUT, "updated"));
        }
        assertThat(page("/o/demo/")).contains("none needs you").doesNotContain("fell back");
        assertThat(page("/o/demo/?asOf=" + then)).contains("cam-05 fell back to an older release");
    }
}
