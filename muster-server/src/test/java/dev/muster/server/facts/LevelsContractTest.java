package dev.muster.server.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.web.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What there was at a time is kept by the minute, for each organisation alone, and asked for a step at a time. */
class LevelsContractTest {
    private static final OrgId ORG = new OrgId("acme");
    private static final OrgId OTHER = new OrgId("other");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static void migrate(Database database) {
        Migrations.create().topic("facts", "003-levels").apply(database);
    }

    private static void add(Database database, OrgId org, String series, Instant at, long change) {
        database.write(tx -> {
            new Levels(tx, org).add(series, at, change);
            return true;
        });
    }

    private static List<Long> at(Database database, List<Instant> ends, boolean live) {
        return database.read(tx -> new Levels(tx, ORG).at("a", ends, live));
    }

    @BothDatabases
    void eachStepEndsWithWhatThereWasThen(Database database) {
        migrate(database);
        add(database, ORG, "a", NOON.minusSeconds(7200), 5);
        add(database, ORG, "a", NOON.minusSeconds(170), 2);
        add(database, ORG, "a", NOON.minusSeconds(165), 1);
        add(database, ORG, "a", NOON.minusSeconds(50), -3);
        add(database, ORG, "a", NOON.plusSeconds(5), 10);
        add(database, OTHER, "a", NOON.minusSeconds(100), 1000);
        add(database, ORG, "b", NOON.minusSeconds(100), 1000);
        List<Instant> ends = Span.HOUR.ends(NOON);
        assertThat(ends).hasSize(60).endsWith(NOON).startsWith(NOON.minusSeconds(59 * 60));
        List<Long> then = at(database, ends, false);
        assertThat(then.subList(0, 57)).containsOnly(5L);
        assertThat(then.subList(57, 60)).containsExactly(8L, 8L, 5L);
        assertThat(at(database, ends, true))
                .as("the minute that is not over counts now")
                .endsWith(8L, 15L);
        assertThat(at(database, Span.WEEK.ends(NOON), false)).startsWith(0L, 0L).endsWith(5L);
    }

    /** The largest steps give the same at the same times as the smallest. */
    @BothDatabases
    void stepsOfEverySizeAgree(Database database) {
        migrate(database);
        for (int minute = 0; minute < 3000; minute += 7) {
            add(database, ORG, "a", NOON.minusSeconds(60L * (3000 - minute)), minute % 5 - 1);
        }
        List<Instant> coarse = Span.DAY.ends(NOON);
        List<Long> levels = at(database, coarse, false);
        for (int i = 0; i < coarse.size(); i += 5) {
            assertThat(at(database, Span.HOUR.ends(coarse.get(i)), false).getLast())
                    .as(coarse.get(i).toString())
                    .isEqualTo(levels.get(i));
        }
    }

    @BothDatabases
    void aClockThatIsSetBackTakesNothingBack(Database database) {
        migrate(database);
        add(database, ORG, "a", NOON.minusSeconds(60), 5);
        add(database, ORG, "a", NOON.minusSeconds(6000), 1);
        assertThat(at(database, Span.HOUR.ends(NOON), false)).endsWith(0L, 6L);
        assertThat(database.<Optional<Instant>>read(tx -> new Levels(tx, ORG).first(List.of("b", "a"))))
                .contains(NOON.minusSeconds(60));
    }

    @BothDatabases
    void nothingIsKeptOfNothing(Database database) {
        migrate(database);
        assertThat(database.<Boolean>read(tx -> new Levels(tx, ORG).kept("a"))).isFalse();
        add(database, ORG, "a", NOON, 0);
        assertThat(database.<Boolean>read(tx -> new Levels(tx, ORG).kept("a"))).isTrue();
    }
}
