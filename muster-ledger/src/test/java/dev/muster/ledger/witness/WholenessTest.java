package dev.muster.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.time.Instant;

/** A question of a stranger looks at some organisations only, and still gets round to all. */
class WholenessTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @BothDatabases
    void theLastOfManyIsFoundInTheEnd(Database database) {
        try (TestLedger fixture = TestLedger.over(database).clock(() -> now)) {
            Ledger ledger = fixture.open();
            OrgId last = new OrgId("z-last");
            for (int i = 0; i < Wholeness.LOOKED_AT; i++) {
                ledger.create(new OrgId("org-" + (100 + i)));
            }
            ledger.create(last);
            LogId log = LogId.record(last);
            byte[] larger = ledger.identity(last)
                    .record()
                    .sign(Checkpoint.of(ledger.noteKey(log).name(), 50, MerkleHash.leaf(new byte[] {7})))
                    .encode();
            new Cosigners(ledger).seen(log, "device/cam", larger);
            Wholeness wholeness = new Wholeness(ledger);
            assertThat(wholeness.refuses()).as("not looked at yet").isFalse();
            assertThat(wholeness.refuses()).as("nor for everybody who asks").isFalse();
            now = now.plus(Wholeness.EVERY);
            assertThat(wholeness.refuses()).isTrue();
            assertThat(ledger.followers(last)).isEmpty();
        }
    }
}
