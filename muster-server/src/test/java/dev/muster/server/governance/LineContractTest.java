package dev.muster.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Instant;

/** What a session through the server leaves at the server: the last two calls, and nothing after its window. */
class LineContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId OTHER = new OrgId("other");
    private static final Instant END = Instant.parse("2026-11-29T08:00:00Z");

    @BothDatabases
    void theLastTwoAreKeptAndNothingBeyondTheWindow(Database database) {
        Migrations.create()
                .topic("governance", new GovernanceTopic().scripts().toArray(String[]::new))
                .apply(database);
        database.change(tx -> {
            SqlLine line = new SqlLine(tx, ACME, "s-1");
            for (int number = 1; number <= 4; number++) {
                assertThat(line.call(new byte[] {1}, END)).contains(number);
                assertThat(line.call(new byte[] {1}, END))
                        .as("one after the other")
                        .isEmpty();
                line.replied(number, new byte[] {2});
                line.replied(number, new byte[] {3});
            }
            assertThat(line.reply(4)).as("the first reply counts").hasValue(new byte[] {2});
            new SqlLine(tx, OTHER, "s-1").call(new byte[] {1}, END);
        });
        database.change(tx -> SqlLine.forgetOver(tx, END));
        assertThat(rows(database, ACME)).isEqualTo(2);
        database.change(tx -> SqlLine.forgetOver(tx, END.plusMillis(1)));
        assertThat(rows(database, ACME)).isZero();
        assertThat(rows(database, OTHER)).as("nobody had to call there again").isZero();
    }

    private static long rows(Database database, OrgId org) {
        return database.read(tx -> tx.count("select count(*) as n from governance_line where org = ?", org.value()));
    }
}
