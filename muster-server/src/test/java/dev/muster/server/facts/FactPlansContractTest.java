package dev.muster.server.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the databases answer questions over history: by an index for each row they need, never by reading every row. */
class FactPlansContractTest {
    private static List<String> plan(Tx tx, String sql, @Nullable Object... args) {
        if (tx.dialect() == Dialect.SQLITE) {
            return tx.query("explain query plan " + sql, row -> row.text("detail"), args);
        }
        // A table without rows is read whole because that is cheap; what is asked is whether there is another way.
        tx.execute("set local enable_seqscan = off");
        return tx.query("explain " + sql, row -> row.text("QUERY PLAN"), args);
    }

    private static void byIndex(Database database, String sql, @Nullable Object... args) {
        Migrations.create()
                .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                .topic("facts", "001-facts", "003-levels")
                .apply(database);
        List<String> plan = database.read(tx -> plan(tx, sql, args));
        assertThat(plan).isNotEmpty();
        assertThat(plan).as(sql).noneMatch(step -> step.startsWith("SCAN") || step.contains("Seq Scan"));
    }

    @BothDatabases
    void theFactsOfOneDeviceNow(Database database) {
        byIndex(database, SqlFactStore.NOW_OF_ONE, "device/a", "acme");
    }

    @BothDatabases
    void theFactsOfAllNow(Database database) {
        byIndex(database, SqlFactStore.NOW_OF_ALL, "acme");
    }

    @BothDatabases
    void theEntriesThatOneDeviceWasKnownByThen(Database database) {
        byIndex(database, SqlFactStore.THEN_OF_ONE, 5L, 7L, "acme", "device/a");
    }

    @BothDatabases
    void howMuchThereWasAtEachStep(Database database) {
        byIndex(database, Levels.NEWEST, "acme", "a");
        byIndex(database, Levels.FIRST, "acme", "a");
        byIndex(database, Levels.BEFORE, "acme", "a", 5L);
        byIndex(database, Levels.STEPS, "acme", "a", "acme", "a", 5L, 7L, 5L, 30L);
    }

    @BothDatabases
    void theEntriesThatAllWereKnownByThen(Database database) {
        byIndex(database, SqlFactStore.THEN_OF_ALL, 5L, 7L, "acme");
    }
}
