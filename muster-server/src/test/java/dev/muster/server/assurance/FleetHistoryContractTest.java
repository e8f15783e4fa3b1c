package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static dev.muster.server.assurance.AssuranceWorld.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.web.Rows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What is kept of a fleet's past is what follows from the entries, at every moment, on both databases. */
class FleetHistoryContractTest {
    private static final RequirementId TM_05 = new RequirementId("ENISA", "GP-TM-05");

    private static FleetHistory history(AssuranceWorld world) {
        return new FleetHistory(world.database, world.facts, world.assessor, world.clock(), 1);
    }

    private static Postures kept(AssuranceWorld world, FleetHistory history) {
        return new Postures(
                world.database, world.facts, world.assessor, Optional.empty(), Optional.of(history), world.clock());
    }

    private static Postures computed(AssuranceWorld world) {
        return new Postures(world.database, world.facts, world.assessor, Optional.empty(), world.clock());
    }

    /** Hours of a few devices: good and bad evidence, silence for days, products, late words, several at once. */
    private static void live(AssuranceWorld world, Random random, int hours) {
        for (int hour = 0; hour < hours; hour++) {
            world.later(random.nextInt(9) == 0 ? 200_000 : 3_000 + random.nextInt(600));
            Subject device = Subject.device("cam-0" + random.nextInt(4));
            switch (random.nextInt(6)) {
                case 0 -> world.say(Said.draft(device, FactRegister.PRODUCT_KEY, "p1", world.now()));
                case 1 ->
                    world.say(
                            Said.draft(device, "transport.version", "TLSv1.3", world.now()),
                            Said.draft(Subject.device("cam-09"), "transport.version", "TLSv1.1", world.now()));
                case 2 ->
                    world.say(Said.draft(
                            device,
                            AssuranceContractTest.PARTS,
                            "1",
                            world.now().minusSeconds(5_000)));
                default ->
                    world.say(Said.draft(
                            device, AssuranceContractTest.PARTS, random.nextInt(3) == 0 ? "2" : "0", world.now()));
            }
        }
    }

    private static void compare(AssuranceWorld world, FleetHistory history, Instant from, Instant to, Random random) {
        long life = from.until(to, ChronoUnit.MICROS);
        for (int i = 0; i < 25; i++) {
            Instant at = from.plus(random.nextLong(life), ChronoUnit.MICROS);
            assertThat(history.at(ACME, at)).isPresent();
            FleetPosture expected = computed(world).fleet(ACME, Optional.of(at));
            assertThat(kept(world, history).fleet(ACME, Optional.of(at))).isEqualTo(expected);
            Rows.Wanted page = new Rows.Wanted("", false, 0, 10);
            assertThat(kept(world, history).standing(ACME, TM_05, Verdict.Kind.STALE, Optional.of(at), page))
                    .isEqualTo(computed(world).standing(ACME, TM_05, Verdict.Kind.STALE, Optional.of(at), page));
        }
    }

    @BothDatabases
    void everyPastMomentIsAsItFollowsFromTheEntries(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            Random random = new Random(16);
            FleetHistory history = history(world);
            live(world, random, 40);
            history.advance(() -> true);
            compare(world, history, T0, world.now().minusSeconds(5), random);
            live(world, random, 20);
            world.later(90_000);
            history.advance(() -> true);
            compare(world, history, T0, world.now().minusSeconds(5), random);
            assertThat(history.at(ACME, world.now())).as("may yet change").isEmpty();
        }
    }

    /** A server of today that is started over the data of an older one, which kept nothing, is as one that was there always. */
    @BothDatabases
    void whatIsMissingIsMadeFromTheEntriesAndWhatIsThereGoesOn(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            Random random = new Random(17);
            live(world, random, 30);
            assertThat(history(world).at(ACME, T0.plusSeconds(9_000))).isEmpty();
            history(world).advance(() -> true);
            live(world, random, 15);
            FleetHistory restarted = history(world);
            restarted.advance(() -> true);
            compare(world, restarted, T0, world.now().minusSeconds(5), random);
            long moves = moves(world);

            database.change(tx -> tx.update("update assurance_history set rules = 'others'"));
            assertThat(history(world).at(ACME, T0.plusSeconds(9_000)))
                    .as("judged by other rules")
                    .isEmpty();
            FleetHistory anew = history(world);
            anew.advance(() -> true);
            compare(world, anew, T0, world.now().minusSeconds(5), random);
            assertThat(moves(world)).isEqualTo(moves);
        }
    }

    /** Rules changed and nobody said so: where it ended does not follow any more, and all of it is made again. */
    @BothDatabases
    void whatDoesNotFollowIsMadeAgain(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            Random random = new Random(18);
            live(world, random, 30);
            history(world).advance(() -> true);
            database.change(tx -> {
                byte[] other = tx.query(
                                "select standings from assurance_standings limit 1", row -> row.bytes("standings"))
                        .getFirst();
                other[0] = (byte) (other[0] + 2);
                tx.update("update assurance_standings set standings = ?", (Object) other);
            });
            FleetHistory restarted = history(world);
            restarted.advance(() -> true);
            compare(world, restarted, T0, world.now().minusSeconds(5), random);
        }
    }

    /** Rows that were lost say nothing: a question is answered from the facts, and what is kept is made again. */
    @BothDatabases
    void whatIsLostIsMadeAgainByTheServerThatRunsAndByTheNextOne(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            Random random = new Random(23);
            live(world, random, 30);
            FleetHistory history = history(world);
            history.advance(() -> true);
            database.change(tx -> tx.update("delete from assurance_standings"));
            assertThat(history.at(ACME, world.now().minusSeconds(6))).isEmpty();
            assertThat(kept(world, history).fleet(ACME, Optional.of(world.now().minusSeconds(6))))
                    .isEqualTo(
                            computed(world).fleet(ACME, Optional.of(world.now().minusSeconds(6))));
            history.advance(() -> true);
            compare(world, history, T0, world.now().minusSeconds(5), random);

            database.change(tx -> tx.update("delete from assurance_standings where number ="
                    + " (select number from assurance_moved order by moment limit 1)"));
            FleetHistory restarted = history(world);
            restarted.advance(() -> true);
            compare(world, restarted, T0, world.now().minusSeconds(5), random);
        }
    }

    @BothDatabases
    void anEntryThatCameLateIsTakenInItsTime(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            Random random = new Random(19);
            live(world, random, 12);
            FleetHistory history = history(world);
            history.advance(() -> true);
            // The server's clock was ahead of the ledger's when it went on.
            FleetHistory ahead = new FleetHistory(
                    database, world.facts, world.assessor, () -> world.now().plusSeconds(100_000), 1);
            ahead.advance(() -> true);
            assertThat(ahead.at(ACME, world.now().plusSeconds(90_000))).isPresent();
            world.later(60);
            world.say(AssuranceContractTest.PARTS, "3");
            world.later(60);
            ahead.advance(() -> true);
            world.later(90_000);
            compare(world, ahead, T0, world.now().minusSeconds(5), random);
        }
    }

    @BothDatabases
    void ofASmallFleetNothingIsKept(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            live(world, new Random(20), 20);
            FleetHistory large = new FleetHistory(database, world.facts, world.assessor, world.clock(), 6);
            large.advance(() -> true);
            assertThat(moves(world)).isZero();
            world.say(Said.draft(Subject.device("one-more"), AssuranceContractTest.PARTS, "0", world.now()));
            large.advance(() -> true);
            assertThat(moves(world)).isPositive();
        }
    }

    private static long moves(AssuranceWorld world) {
        return world.database.read(tx -> tx.count("select count(*) as n from assurance_moved"));
    }

    /** An answer reads one picture and the moves after it, and no other row. */
    @BothDatabases
    void aPastMomentIsFoundByIndex(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            assertThat(world.ledger.exists(ACME)).isTrue();
            byIndex(database, SqlHistoryStore.PICTURE, "acme", 5L);
            byIndex(database, SqlHistoryStore.MOVED, "acme", 5L, 7L);
            byIndex(database, SqlHistoryStore.STANDINGS, "acme", 5L);
        }
    }

    private static void byIndex(Database database, String sql, @Nullable Object... args) {
        List<String> plan = database.read(tx -> plan(tx, sql, args));
        assertThat(plan)
                .as(sql)
                .isNotEmpty()
                .noneMatch(
                        step -> step.startsWith("SCAN") || step.contains("Seq Scan") || step.contains("TEMP B-TREE"));
    }

    private static List<String> plan(Tx tx, String sql, @Nullable Object... args) {
        if (tx.dialect() == Dialect.SQLITE) {
            return tx.query("explain query plan " + sql, row -> row.text("detail"), args);
        }
        tx.execute("set local enable_seqscan = off");
        return tx.query("explain " + sql, row -> row.text("QUERY PLAN"), args);
    }
}
