package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.KeyLists;
import dev.muster.core.update.Reports;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.Terms;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.devices.orders.UserAnswer;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Contributions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What people see of rollouts and releases, on both databases. */
class UpdatesPageContractTest {
    private static TestServer pages(Shop shop, Hindsight registers) {
        Routes console = new Routes();
        new UpdatesPage(registers, new Contributions(), InstantSource.fixed(shop.now)).addTo(console);
        return TestServer.start(console, (request, need) -> new Caller(Shop.OPERATOR, Set.of()), new Routes());
    }

    private static String page(TestServer server, String path) {
        HttpResponse<byte[]> answer =
                server.send(HttpRequest.newBuilder(server.console(path)).build());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** Whose signatures count, who obeys them, and what devices can run. */
    @BothDatabases
    void keysAndCapabilitiesAreShown(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            shop.accept(Shop.MAKER);
            try (Hindsight registers = shop.hindsight();
                    TestServer server = pages(shop, registers)) {
                assertThat(page(server, "/o/acme/updates"))
                        .contains("Whose releases count", "1 of 1", "no signed list: those of the factory")
                        .doesNotContain("What devices can run");
            }
            ReleaseKeyList list = new ReleaseKeyList(
                    "cam", 1, 1, List.of(new ReleaseKeyList.Key("<acme>", CoseKey.of(Shop.MAKER.getPublic()))));
            SignedKeyList signed = SignedKeyList.sign(list, List.of(Shop.key(Shop.MAKER)));
            shop.<KeyLists.Answer>run(known -> KeyLists.publish(signed, Shop.OPERATOR, known, shop.now));
            Capabilities can = Capabilities.of(
                    Command.Condition.BASE,
                    Command.Action.BASE,
                    false,
                    Set.of(new Capabilities.Component(ComponentId.of("firm<ware"), true)),
                    OptionalLong.empty());
            shop.event(new DeviceId("cam-000"), new Shop.Told(can.encode(), 1));
            try (Hindsight registers = shop.hindsight();
                    TestServer server = pages(shop, registers)) {
                assertThat(page(server, "/o/acme/updates"))
                        .contains("1 of 1 obey epoch 1", "epoch 1, 1 of 1: &lt;acme&gt;")
                        .contains("What devices can run", "1 device", "firm&lt;ware", "ESP256");
            }
        }
    }

    @BothDatabases
    void aRolloutShowsItsWavesAndWhyEachDeviceIsWhereItIs(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            shop.device("cam-mute", "");
            String rollout = shop.start(shop.release(2), RolloutPlan.STANDARD);
            shop.advance(rollout);
            shop.shows(new DeviceId("cam-000"), "2.0");
            shop.reports(new DeviceId("cam-001"), "cam-2.0", false);
            shop.advance(rollout);
            shop.later(Duration.ofDays(2));
            shop.advance(rollout);
            try (Hindsight registers = shop.hindsight();
                    TestServer server = pages(shop, registers)) {
                assertThat(page(server, "/o/acme/updates"))
                        .contains("1 is paused", rollout, "cam-2.0", "nothing found");
                String shown = page(server, "/o/acme/updates/" + rollout);
                assertThat(shown)
                        .contains("From offer to proof", "Of 1 devices that proved it half took ≤ 1 min")
                        .contains("canary", "1 updated", "1 failed", "1 overdue", "the disk is full")
                        .contains("Never seen", "cam-mute")
                        .contains("data-post=\"/api/v1/acme/rollouts/" + rollout + "/resume\"");
                assertThat(page(server, "/o/acme/updates/" + rollout + "?state=overdue"))
                        .contains("devices/cam-002")
                        .doesNotContain("devices/cam-001");
            }
        }
    }

    /** What the page said at each of three moments it says again later, but for the words of the present. */
    @BothDatabases
    void aRolloutIsShownAsItStoodThen(Database database) {
        try (Shop shop = new Shop(database);
                Hindsight registers = shop.hindsight()) {
            shop.devices(4);
            Instant before = shop.now;
            shop.later(Duration.ofMinutes(1));
            String rollout = shop.start(shop.release(2), RolloutPlan.STANDARD);
            shop.advance(rollout);
            List<Instant> moments = new ArrayList<>();
            List<String> said = new ArrayList<>();
            remember(shop, registers, rollout, moments, said);
            shop.shows(new DeviceId("cam-000"), "2.0");
            shop.reports(new DeviceId("cam-001"), "cam-2.0", false);
            shop.advance(rollout);
            remember(shop, registers, rollout, moments, said);
            shop.later(Duration.ofDays(2));
            shop.advance(rollout);
            remember(shop, registers, rollout, moments, said);
            assertThat(Set.copyOf(said)).as("something happened in between").hasSize(3);
            try (TestServer server = pages(shop, registers)) {
                for (int i : List.of(2, 0, 1, 0, 2)) {
                    String then = page(server, "/o/acme/updates/" + rollout + "?asOf=" + moments.get(i));
                    assertThat(main(then)).as("moment %s", i).isEqualTo(said.get(i));
                    assertThat(then)
                            .doesNotContain("data-post")
                            .contains("/o/acme/devices/cam-000?asOf=", "back to now");
                }
                assertThat(page(server, "/o/acme/updates?asOf=" + before)).contains("No rollouts yet");
                assertThat(server.send(HttpRequest.newBuilder(
                                                server.console("/o/acme/updates/" + rollout + "?asOf=" + before))
                                        .build())
                                .statusCode())
                        .isEqualTo(404);
            }
        }
    }

    private static void remember(
            Shop shop, Hindsight registers, String rollout, List<Instant> moments, List<String> said) {
        try (TestServer server = pages(shop, registers)) {
            said.add(main(page(server, "/o/acme/updates/" + rollout)));
            moments.add(shop.now);
        }
        shop.later(Duration.ofMinutes(1));
    }

    /** The content without what can be done now and without the time in links. */
    private static String main(String page) {
        return page.substring(page.indexOf("<main"), page.indexOf("<footer"))
                .replaceAll("<details class=\"act.*?</details>", "")
                .replaceAll("<button.*?</button>", "")
                .replace("<div class=\"actions\"></div>", "")
                .replaceAll("asOf=[^\"&]*(&amp;)?", "")
                .replace("?\"", "\"");
    }

    /** A rollout to 100,000 devices is a picture within the page's time. */
    @BothDatabases
    void howLongDevicesTookIsReadFromAnIndexAlone(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(1);
            boolean sqlite = database.<Boolean>read(tx -> tx.dialect() == Dialect.SQLITE);
            List<String> plan = database.read(tx -> {
                if (!sqlite) {
                    tx.execute("set local enable_seqscan = off");
                    tx.execute("set local enable_bitmapscan = off");
                }
                return tx.query(
                        (sqlite ? "explain query plan " : "explain ") + LatencyChart.TOOK,
                        row -> row.text(sqlite ? "detail" : "QUERY PLAN"),
                        "acme",
                        "ro-1");
            });
            // PostgreSQL takes any index of a table without rows.
            String index = sqlite ? "COVERING INDEX update_target_latency" : "update_target_";
            assertThat(plan)
                    .anyMatch(step -> step.contains(index))
                    .noneMatch(step -> step.startsWith("SCAN update_target") || step.contains("Seq Scan"));
        }
    }

    @BothDatabases
    void aSoftRolloutSaysWhoseUserItWaitsFor(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(1);
            RolloutPlan standard = RolloutPlan.STANDARD;
            RolloutPlan soft = new RolloutPlan(
                    1,
                    standard.steps(),
                    standard.limits(),
                    standard.deadline(),
                    standard.proof(),
                    false,
                    false,
                    new Terms(Firmness.SOFT, Optional.empty(), 0, "Strangers could look through it."));
            String release = shop.release(2);
            String rollout = shop.start(release, soft);
            shop.advance(rollout);
            byte[] digest = HexFormat.of()
                    .parseHex(shop.read(known ->
                            known.release(release).orElseThrow().envelope().sha256()));
            Instant until = Instant.parse("2026-11-22T08:00:00Z");
            UserAnswer answer = new UserAnswer(digest, UserAnswer.Standing.POSTPONED, Optional.of(until));
            shop.run(known -> Reports.asked(new DeviceId("cam-000"), answer, known, shop.now));
            try (Hindsight registers = shop.hindsight();
                    TestServer server = pages(shop, registers)) {
                assertThat(page(server, "/o/acme/updates/" + rollout))
                        .contains("users are asked; they read: Strangers could look through it.")
                        .contains("user-postponed; its user is asked again at 2026-11-22T08:00:00Z");
            }
        }
    }

    @BothDatabases
    void whoeverStopsARolloutIsQuoted(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            String rollout = shop.start(shop.release(2), RolloutPlan.STANDARD);
            shop.run(known -> Rollouts.stop(rollout, "cameras <freeze>", Shop.OPERATOR, known, shop.now));
            try (Hindsight registers = shop.hindsight();
                    TestServer server = pages(shop, registers)) {
                assertThat(page(server, "/o/acme/updates")).contains("operator: cameras &lt;freeze&gt;");
                assertThat(server.send(HttpRequest.newBuilder(server.console("/o/acme/updates/ro-9"))
                                        .build())
                                .statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @BothDatabases
    void whereThereIsNothingThePageSaysHowToBegin(Database database) {
        try (Shop shop = new Shop(database);
                Hindsight registers = shop.hindsight();
                TestServer server = pages(shop, registers)) {
            assertThat(page(server, "/o/acme/updates")).contains("No rollouts yet", "muster rollout start");
        }
    }
}
