package dev.muster.server.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.Challenges;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** What was used is known for as long as it could be used again, and not much longer. */
class UsedNoncesTest {
    private static final OrgId CITY = new OrgId("city");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static void use(Database database, UsedNonces used, int mark, Instant now) {
        database.change(tx -> used.keep(
                tx,
                CITY,
                Collections.singletonList(
                        new Object[] {"city", new byte[] {(byte) mark}, now.plus(Challenges.LIFETIME)}),
                now));
    }

    private static List<Integer> kept(Database database) {
        return database.read(tx ->
                tx.query("select nonce from attestation_nonce order by nonce", row -> (int) row.bytes("nonce")[0]));
    }

    @BothDatabases
    void whatEndedALifetimeAgoIsForgottenOnceAMinute(Database database) {
        Migrations.create()
                .topic("attestation", new AttestationTopic(_ -> null).scripts().toArray(String[]::new))
                .apply(database);
        UsedNonces used = new UsedNonces();
        use(database, used, 1, NOON);
        Instant over = NOON.plus(Challenges.LIFETIME).plus(Challenges.LIFETIME);
        use(database, used, 2, over.minusSeconds(1));
        assertThat(kept(database)).containsExactly(1, 2);
        use(database, used, 3, over.plusSeconds(1));
        assertThat(kept(database)).as("looked at a moment ago").containsExactly(1, 2, 3);
        use(database, used, 4, over.plus(UsedNonces.FORGETS_EVERY));
        assertThat(kept(database)).containsExactly(2, 3, 4);
        use(database, new UsedNonces(), 5, over.plusSeconds(1)); // of a server that was started anew
        assertThat(kept(database)).containsExactly(2, 3, 4, 5);
    }

    @BothDatabases
    void whatCountsAgainUnderALongerAgeIsKeptUntilItsLaterEnd(Database database) {
        Migrations.create()
                .topic("attestation", new AttestationTopic(_ -> null).scripts().toArray(String[]::new))
                .apply(database);
        UsedNonces used = new UsedNonces();
        use(database, used, 1, NOON);
        Instant later = NOON.plus(Challenges.LIFETIME).plus(Challenges.LIFETIME).plusSeconds(1);
        use(database, used, 1, later);
        assertThat(kept(database)).containsExactly(1);
    }
}
