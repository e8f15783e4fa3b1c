package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.joining.SqlJoiningStore.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whose certificate ends soon is the same where the register of devices is beside that of joining and where it is not. */
class EndingThenTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofDays(3));

    private static void device(Database database, String id, String state, int... hours) {
        database.change(tx -> {
            tx.update(
                    "insert into devices_device (org, id, product, state, since) values ('acme', ?, 'cam', ?, 0)",
                    id,
                    state);
            for (int left : hours) {
                tx.update(
                        "insert into joining_issued (org, serial, device, key_digest, not_after)"
                                + " values ('acme', ?, ?, 'k', ?)",
                        id + "-" + left,
                        id,
                        NOW.plus(Duration.ofHours(left)));
            }
        });
    }

    @BothDatabases
    void bothWaysNameTheSameDevices(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            assertThat(fixture).as("the scripts of joining look at the entries").isNotNull();
            compare(database);
        }
    }

    private static void compare(Database database) {
        Migrations.create()
                .topic("devices", "001-devices", "002-endpoints")
                .topic("joining", new JoiningTopic().scripts().toArray(String[]::new))
                .apply(database);
        device(database, "soon", "ACTIVE", 5);
        device(database, "renewed", "ACTIVE", 5, 300);
        device(database, "ended", "ACTIVE", -1);
        device(database, "away", "RETIRED", 4);
        List<Ending> beside = database.read(tx -> new SqlJoiningStore(tx, ACME).ending(NOW, SOON));
        List<Ending> apart = database.read(tx -> new SqlJoiningStore(tx, ACME).endingOfAny(NOW, SOON));
        assertThat(beside).containsExactly(new Ending("soon", NOW.plus(Duration.ofHours(5))));
        assertThat(apart).extracting(Ending::device).containsExactly("away", "soon");
        assertThat(database.<List<Ending>>read(tx -> apart.stream()
                        .filter(one -> new SqlJoiningStore(tx, ACME).inService(one.device()))
                        .toList()))
                .isEqualTo(beside);
        assertThat(database.<Boolean>read(tx -> new SqlJoiningStore(tx, ACME).inService("nobody")))
                .isFalse();
        assertThat(database.<List<Ending>>read(tx -> new SqlJoiningStore(tx, new OrgId("city")).endingOfAny(NOW, SOON)))
                .isEmpty();
    }
}
