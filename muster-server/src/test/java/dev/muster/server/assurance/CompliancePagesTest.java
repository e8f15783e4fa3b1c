package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.FactRegister;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.facts.Levels;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Span;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From framework to entry over a real ledger; and what the follower keeps says what a judgement of everything says. */
class CompliancePagesTest {
    private static TestServer serve(AssuranceWorld world, Optional<AssuranceFollower> follower) {
        Routes routes = new Routes();
        Postures postures = new Postures(world.database, world.facts, world.assessor, follower, world.clock());
        new CompliancePages(world.database, postures, new Contributions(), world.clock()).addTo(routes);
        return TestServer.start(routes, (request, need) -> new Caller("operator/test", Set.of("acme")), new Routes());
    }

    private static HttpResponse<byte[]> get(TestServer server, String path) {
        return server.send(HttpRequest.newBuilder(server.console(path)).build());
    }

    private static String page(TestServer server, String path) {
        HttpResponse<byte[]> response = get(server, path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @BothDatabases
    void fromTheFrameworksToTheEntry(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(Said.draft(AssuranceWorld.CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            world.say(AssuranceContractTest.PARTS, "0");
            Instant before = world.now();
            world.later(60);
            world.say(AssuranceContractTest.PARTS, "3");
            try (TestServer server = serve(world, Optional.empty())) {
                assertThat(page(server, "/o/acme/compliance"))
                        .contains("it speaks against", "href=\"/o/acme/compliance/ENISA\"", "ENISA")
                        .contains("The seven properties, over all devices", "/o/acme/compliance/7P/7P-1")
                        .contains("/api/v1/acme/exports/en-18031.html", "/api/v1/acme/exports/poam.json");
                assertThat(page(server, "/o/acme/compliance/ENISA?q=GP-TM-05"))
                        .contains("/o/acme/compliance/ENISA/GP-TM-05\"", "not supported")
                        .doesNotContain("GP-TM-06");
                assertThat(page(server, "/o/acme/compliance/ENISA?verdict=not%20supported"))
                        .contains("GP-TM-05");
                assertThat(page(server, "/o/acme/compliance/ENISA/GP-TM-05"))
                        .contains("cam-07", "1 not supported", "/o/acme/entries/", "What would raise it")
                        .contains("The same evidence elsewhere", "href=\"/o/acme/compliance/ENISA/GP-TM-18\"");
                assertThat(page(server, "/o/acme/compliance/ETSI/5.3-9")).contains("EN-18031 ", "NIST-SU-2");
                assertThat(page(server, "/o/acme/compliance/ENISA/GP-TM-05?asOf=" + before))
                        .contains("1 partly")
                        .doesNotContain("1 not supported");
                assertThat(get(server, "/o/acme/compliance/NOBODY").statusCode())
                        .isEqualTo(404);
                assertThat(get(server, "/o/acme/compliance/ENISA/NO-1").statusCode())
                        .isEqualTo(404);
            }
        }
    }

    /** What the picture ends with is what the verdicts on record say, also when some are mended or were told before. */
    @BothDatabases
    void whatFailsIsDrawnAsItIsTold(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(Said.draft(AssuranceWorld.CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            world.say(AssuranceContractTest.PARTS, "3");
            AssuranceFollower follower = world.follower();
            tell(world, follower);
            assertFailing(world, 1);
            world.later(60);
            world.say(AssuranceContractTest.PARTS, "0");
            tell(world, follower);
            assertFailing(world, 0);
            world.later(60);
            world.say(AssuranceContractTest.PARTS, "3");
            tell(world, follower);
            database.write(tx -> tx.update("delete from fact_level"));
            world.later(60);
            world.say(AssuranceContractTest.PARTS, "0");
            tell(world, follower);
            assertFailing(world, 0);
            try (TestServer server = serve(world, Optional.of(follower))) {
                assertThat(page(server, "/o/acme/compliance"))
                        .contains("Failing, over time", "What support rests on", "class=\"grade1\"");
                assertThat(page(server, "/o/acme/compliance/ENISA?span=day"))
                        .contains("Failing, over time", "span=month", "aria-current=\"true\">day");
            }
        }
    }

    private static void tell(AssuranceWorld world, AssuranceFollower follower) {
        follower.accept(ACME, world.entries(0));
    }

    private static void assertFailing(AssuranceWorld world, int least) {
        List<Instant> ends = Span.HOUR.ends(world.now());
        Map<String, Long> said = world
                .database
                .read(tx -> tx.query(
                        "select id from assurance_said where kind = 'requirement' and word = 'NOT_SUPPORTED'",
                        row -> row.text("id").substring(0, row.text("id").indexOf('/'))))
                .stream()
                .collect(Collectors.groupingBy(source -> source, Collectors.counting()));
        assertThat(said.size()).isGreaterThanOrEqualTo(least);
        world.assessor
                .catalogue()
                .sources()
                .forEach(source -> assertThat(world.database.<Long>read(tx -> new Levels(tx, ACME)
                                .at(Failing.of(source.id()), ends, true)
                                .getLast()))
                        .as(source.id())
                        .isEqualTo(said.getOrDefault(source.id(), 0L)));
        assertThat(world.database.<Long>read(
                        tx -> new Levels(tx, ACME).at(Failing.ALL, ends, true).getLast()))
                .isEqualTo(said.values().stream().mapToLong(Long::longValue).sum());
    }

    @BothDatabases
    void whatIsKeptIsWhatWouldBeComputed(Database database) throws Exception {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            AssuranceFollower follower =
                    new AssuranceFollower(database, world.ledger.shell(), world.facts, world.assessor, world.clock());
            world.ledger.follow(follower);
            world.say(Said.draft(AssuranceWorld.CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            world.say(AssuranceContractTest.PARTS, "3");
            Postures kept = new Postures(database, world.facts, world.assessor, Optional.of(follower), world.clock());
            Postures computed = new Postures(database, world.facts, world.assessor, Optional.empty(), world.clock());
            long size = database.read(tx -> new Entries(tx, ACME).size());
            for (int i = 0; i < 200 && follower.ask(ACME, size, _ -> true).isEmpty(); i++) {
                Thread.sleep(50);
            }
            assertThat(follower.ask(ACME, size, _ -> true)).as("it has judged").contains(true);
            assertThat(kept.fleet(ACME, Optional.empty())).isEqualTo(computed.fleet(ACME, Optional.empty()));
        }
    }
}
