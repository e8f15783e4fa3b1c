package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceContractTest.PARTS;
import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static dev.muster.server.assurance.AssuranceWorld.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Instant;
import java.util.List;

/** What cannot be read of one organisation stops nobody else's time. */
class JudgedApartContractTest {
    private static final OrgId BROKEN = new OrgId("aaaa");

    private static AssuranceWorld world(Database database) {
        AssuranceWorld world = new AssuranceWorld(database);
        world.ledger.create(BROKEN);
        for (OrgId org : List.of(BROKEN, ACME)) {
            List<Draft> good = List.of(Said.draft(CAM, PARTS, "0", world.now()));
            world.ledger.shell().run(org, tx -> tx, tx -> Decision.of(1, good));
        }
        return world;
    }

    @BothDatabases
    void theOthersGrowOld(Database database) {
        try (AssuranceWorld world = world(database)) {
            world.follower().accept(ACME, world.entries(0));
            database.change(tx -> tx.update(
                    "insert into assurance_said (org, device, kind, id, word, entry) values (?, ?, ?, ?, ?, ?)",
                    BROKEN.value(),
                    CAM.text(),
                    "check",
                    "x",
                    "NO-WORD",
                    0L));
            world.later(24 * 3600);
            AssuranceFollower restarted = world.follower();
            restarted.begins();
            assertThatThrownBy(restarted::tick).hasMessageContaining("NO-WORD");
            assertThat(world.told()).hasSize(2);
            restarted.tick();
            world.later(61);
            assertThatThrownBy(restarted::tick).as("tried again").hasMessageContaining("NO-WORD");
        }
    }

    @BothDatabases
    void thePastOfTheOthersIsKept(Database database) {
        try (AssuranceWorld world = world(database)) {
            world.later(60);
            history(world).advance(() -> true);
            database.change(tx -> tx.update(
                    "insert into assurance_picture (org, moment, devices) values (?, 0, ?)",
                    BROKEN.value(),
                    new byte[] {9}));
            world.later(3600);
            Instant past = world.now().minusSeconds(5);
            FleetHistory restarted = history(world);
            assertThatThrownBy(() -> restarted.advance(() -> true)).isInstanceOf(RuntimeException.class);
            assertThat(restarted.at(ACME, past)).isPresent();
            assertThat(restarted.at(BROKEN, past)).isEmpty();
        }
    }

    private static FleetHistory history(AssuranceWorld world) {
        return new FleetHistory(world.database, world.facts, world.assessor, world.clock(), 1);
    }
}
