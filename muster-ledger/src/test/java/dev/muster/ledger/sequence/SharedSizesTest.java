package dev.muster.ledger.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What this server commits needs no question; what another one wrote is seen when it is asked for. */
class SharedSizesTest {
    private static final OrgId ACME = new OrgId("acme");

    private static void size(Database database, long size) {
        database.change(tx -> tx.update("update ledger_log set size = ? where org = 'acme' and log = 'record'", size));
    }

    @BothDatabases
    void whatWasCommittedHereIsSeenWithoutAQuestion(Database database) {
        database.change(tx -> {
            tx.execute("create table ledger_log (org TEXT not null, log TEXT not null, size BIGINT not null)");
            tx.update("insert into ledger_log (org, log, size) values ('acme', 'record', 1)");
        });
        AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);
        SharedSizes sizes = new SharedSizes(database, time::get);
        assertThat(sizes.sizes(false)).isEqualTo(Map.of(ACME, 1L));
        size(database, 2);
        assertThat(sizes.sizes(false))
                .as("nobody said that anything was committed")
                .isEqualTo(Map.of(ACME, 1L));
        assertThat(sizes.sizes(true)).as("somebody has just asked").isEqualTo(Map.of(ACME, 1L));
        later(time);
        assertThat(sizes.sizes(true)).as("what another server wrote").isEqualTo(Map.of(ACME, 2L));
        later(time);
        sizes.committed(ACME, 3);
        assertThat(sizes.sizes(false)).isEqualTo(Map.of(ACME, 3L));
        assertThat(sizes.sizes(true)).as("an answer from before the commit").isEqualTo(Map.of(ACME, 3L));
        sizes.committed(new OrgId("other"), 1);
        assertThat(sizes.sizes(false)).isEqualTo(Map.of(ACME, 3L, new OrgId("other"), 1L));
    }

    private static void later(AtomicLong time) {
        time.addAndGet(TimeUnit.MILLISECONDS.toNanos(SharedSizes.SERVES_MILLIS));
    }

    @BothDatabases
    void organisationsAreReadOnlyWhenSomethingWasWritten(Database database) {
        database.change(tx -> {
            tx.execute("create table ledger_log (org TEXT not null, log TEXT not null, size BIGINT not null)");
        });
        AtomicLong time = new AtomicLong();
        SharedSizes sizes = new SharedSizes(database, time::get);
        assertThat(sizes.sizes(true)).as("none has begun").isEmpty();
        database.change(tx -> tx.update("insert into ledger_log (org, log, size) values ('acme', 'record', 0)"));
        later(time);
        assertThat(sizes.sizes(true)).as("one without entries").isEqualTo(Map.of(ACME, 0L));
        for (int follower = 0; follower < 12; follower++) {
            sizes.sizes(true);
            later(time);
        }
        assertThat(sizes.read()).isEqualTo(1);
        size(database, 1);
        later(time);
        assertThat(sizes.sizes(true)).isEqualTo(Map.of(ACME, 1L));
        assertThat(sizes.read()).isEqualTo(2);
    }
}
