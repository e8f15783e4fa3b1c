package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.facts.FactsTopic;
import dev.muster.server.facts.Levels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an older rule counted over time goes on, from the newest minute, as this one counts. */
class KeptLevelsContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId CITY = new OrgId("city");
    private static final Instant BEGAN = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant LATER = BEGAN.plus(Duration.ofMinutes(10));

    private static void migrate(Database database, List<String> console) {
        Migrations.create()
                .topic("facts", new FactsTopic().scripts().toArray(String[]::new))
                .topic("console", console.toArray(String[]::new))
                .apply(database);
    }

    private static void device(Database database, String id, String state, String verdict) {
        database.change(tx -> tx.update(
                "insert into console_device (org, device, urgency, product, state, verdict, software, strength)"
                        + " values (?, ?, 0, '', ?, ?, '', '')",
                ACME.value(),
                id,
                state,
                verdict));
    }

    private static List<Long> levels(Database database, OrgId org, String series) {
        List<Instant> ends = List.of(BEGAN.plusSeconds(60), LATER.plusSeconds(60));
        return database.read(tx -> new Levels(tx, org).at(series, ends, false));
    }

    @BothDatabases
    void retiredOnesAreTrustedNoLonger(Database database) {
        List<String> scripts = new ConsoleTopic().scripts();
        migrate(database, scripts.subList(0, scripts.indexOf("008-levels")));
        device(database, "a", "in-service", "affirming");
        device(database, "b", "retired", "AFFIRMING");
        device(database, "c", "off-site", "affirming");
        device(database, "d", "quarantined", "affirming");
        device(database, "e", "in-service", "contraindicated");
        database.change(tx -> {
            Levels levels = new Levels(tx, ACME);
            levels.add(TrustChart.TRUSTED, BEGAN, 3);
            levels.add(TrustChart.HELD, BEGAN, 1);
            levels.add(TrustChart.OTHER, BEGAN, 0);
            levels.add(TrustChart.OTHER, LATER, 1);
            new Levels(tx, CITY).add("network.refused", BEGAN, 7);
        });
        migrate(database, scripts);
        assertThat(levels(database, ACME, TrustChart.TRUSTED)).containsExactly(3L, 1L);
        assertThat(levels(database, ACME, TrustChart.HELD)).containsExactly(1L, 1L);
        assertThat(levels(database, ACME, TrustChart.OTHER)).containsExactly(0L, 3L);
        assertThat(levels(database, CITY, "network.refused")).containsExactly(7L, 7L);
    }
}
