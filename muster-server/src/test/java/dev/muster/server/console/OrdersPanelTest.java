package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.web.Contributions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The panel of orders on a device's page, read as a browser gets it. */
class OrdersPanelTest {
    private static final OrgId ORG = new OrgId("demo");
    private static final String PAGE = "/o/demo/devices/cam-01";

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Database database;
    private TestLedger site;
    private Ledger ledger;
    private TestServer server;
    private OpenPages pages;

    @BeforeEach
    void start() {
        database = FreshDatabases.sqlite();
        EntryFacts reader = new EntryFacts(EventCodec.of(List.of(DeviceEvent.class)), List.of(new DevicesFacts()));
        Migrations.create()
                .topic("facts", "001-facts", "003-levels")
                .topic("console", "003-fleet", "004-order", "005-silent", "006-expected", "007-fell-back")
                .apply(database);
        site = TestLedger.in(directory, database)
                .events(DeviceEvent.class)
                .projection(new FactProjection(reader, new DeviceRows(reader)))
                .clock(() -> now);
        ledger = site.open();
        ledger.create(ORG);
        pages = new OpenPages();
        Routes routes = new Routes();
        FleetReader fleet = new FleetReader(database, reader, InstantSource.system());
        new ConsoleDoor(
                        fleet,
                        (org, device, asOf) -> List.of(),
                        pages,
                        org -> List.of(),
                        new Contributions(),
                        () -> now)
                .addTo(routes);
        server = TestServer.start(routes, (request, need) -> new Caller("operator/test", Set.of("demo")), new Routes());
        say("muster", new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "enrolled", ""));
    }

    @AfterEach
    void stop() {
        pages.close();
        server.close();
        site.close();
        database.close();
    }

    private void say(String issuer, DeviceEvent event) {
        now = now.plusSeconds(60);
        ledger.shell()
                .run(ORG, tx -> tx, tx -> Decision.of(true, new Draft(Subject.device("cam-01"), now, issuer, event)));
    }

    private void issue(String id, OrderKind kind, String because, String issuer) {
        say(issuer, new OrderIssued(id, kind, new byte[] {(byte) 0xa0}, now.plus(3, ChronoUnit.DAYS), because));
    }

    private void close(String id, OrderKind kind, OrderOutcome outcome, String reason, String detail) {
        say("device/cam-01", new OrderClosed(id, kind, outcome, reason, detail, "", ""));
    }

    private String page(String path) {
        HttpResponse<byte[]> response =
                server.send(HttpRequest.newBuilder(server.console(path)).build());
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The panel alone, without its tags. */
    private String panel(String path) {
        String page = page(path);
        int from = page.indexOf("class=\"orders\"");
        assertThat(from).as("there is a panel").isPositive();
        return page.substring(from, page.indexOf("</section>", from)).replaceAll("<[^>]*>", " ");
    }

    @Test
    void aDeviceWithoutOrdersHasNoPanel() {
        assertThat(page(PAGE)).doesNotContain("class=\"orders\"");
    }

    @Test
    void openAndClosedOrdersAreShownWithTheirReasonsAndTimes() {
        issue("rollout-3.cam-01", OrderKind.INSTALL, "rollout", "muster");
        close("rollout-3.cam-01", OrderKind.INSTALL, OrderOutcome.FAILED, "no-space", "the slot is <full>");
        issue("ask-7", OrderKind.ATTEST, "operator", "operator/ada");
        String panel = panel(PAGE);
        assertThat(panel)
                .contains("Orders: 1 open, 1 closed")
                .containsPattern("install rollout-3\\.cam-01\\s+failed\\s+rollout, by muster")
                .contains("no-space: the slot is &lt;full&gt;", "60 s ago")
                .containsPattern("attest ask-7\\s+open\\s+operator, by operator/ada")
                .contains("good until 2026-11-25 12:03:00 UTC");
        assertThat(panel.indexOf("ask-7")).as("what is open comes first").isLessThan(panel.indexOf("rollout-3"));
        assertThat(page(PAGE))
                .containsPattern("href=\"/o/[a-z]+/entries/[0-9]+\"")
                .doesNotContain("<full>");
    }

    @Test
    void thePanelOfThePastKnowsNothingOfWhatCameAfter() {
        issue("ask-7", OrderKind.ATTEST, "operator", "operator/ada");
        Instant before = now;
        close("ask-7", OrderKind.ATTEST, OrderOutcome.DONE, "", "");
        assertThat(panel(PAGE)).contains("Orders: 0 open, 1 closed").containsPattern("ask-7\\s+done");
        assertThat(panel(PAGE + "?asOf=" + before))
                .contains("Orders: 1 open, 0 closed")
                .containsPattern("ask-7\\s+open");
    }

    @Test
    void whatIsClosedIsBoundedAndWhatIsOpenIsNot() {
        issue("old", OrderKind.RESTART, "operator", "operator/ada");
        for (int i = 0; i < OrdersPanel.CLOSED_SHOWN + 5; i++) {
            issue("o-" + i, OrderKind.ATTEST, "operator", "operator/ada");
            close("o-" + i, OrderKind.ATTEST, OrderOutcome.DONE, "", "");
            close("o-" + i, OrderKind.ATTEST, OrderOutcome.FAILED, "twice", "");
        }
        String panel = panel(PAGE);
        assertThat(panel)
                .contains(
                        "Orders: 1 open, " + (OrdersPanel.CLOSED_SHOWN + 5) + " closed", "restart old", "attest o-24 ")
                .doesNotContain("attest o-4 ")
                .as("the first end counts")
                .doesNotContain("twice");
    }

    @Test
    void aTimelineIsAPageLongAndLeadsToTheRest() {
        for (int i = 0; i < Timeline.LINES + 5; i++) {
            issue("o-" + i, OrderKind.ATTEST, "operator", "operator/ada");
        }
        String first = page(PAGE);
        assertThat(first.split("<li><time", -1)).hasSizeGreaterThan(Timeline.LINES);
        assertThat(first).containsPattern("before=[0-9]+#timeline\">Older<").doesNotContain(">Newest<");
        String before = first.replaceAll("(?s).*before=([0-9]+)#timeline.*", "$1");
        String rest = page(PAGE + "?before=" + before);
        assertThat(rest)
                .contains(">Newest<", "entries/" + (Long.parseLong(before) - 1) + "\"")
                .doesNotContain(">Older<");
    }

    @Test
    void anEntryHasAPageThatSaysWhatIsInIt() {
        issue("ask-7", OrderKind.ATTEST, "operator", "operator/ada");
        String index = page(PAGE).replaceAll("(?s).*?href=\"/o/[a-z]+/entries/([0-9]+)\".*", "$1");
        String entries = PAGE.replaceAll("devices/.*", "entries/");
        assertThat(page(entries + index))
                .contains("devices.order-issued", "ask-7", "operator/ada", "muster log prove " + index);
        for (String none : List.of("-1", "99999", "99999999999999999999")) {
            assertThat(server.send(HttpRequest.newBuilder(server.console(entries + none))
                                    .build())
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
