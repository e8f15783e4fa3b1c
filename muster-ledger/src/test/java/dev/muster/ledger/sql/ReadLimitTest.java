package dev.muster.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.ledger.sql.testing.FreshDatabases;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A question that never ends is ended: after its time, with its thread, and with its database. */
@Timeout(60)
class ReadLimitTest {
    private static final String ENDLESS =
            "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) as n from n where x < 0";

    private static String url(String kind) {
        return kind.equals("sqlite") ? FreshDatabases.sqliteUrl() : FreshDatabases.postgresqlUrl();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void aQuestionHasItsTimeAndTheNextOneIsAnswered(String kind) {
        try (Database database = Database.open(url(kind), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> database.read(tx -> tx.count(ENDLESS)))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            late -> assertThat(late.kind()).isEqualTo(DatabaseException.Kind.BUSY));
            assertThat(database.<Long>read(tx -> tx.count("select 7 as n"))).isEqualTo(7);
        }
    }

    @Test
    void aReadEndsWithItsThreadAndWithItsDatabase() throws Exception {
        Database database = Database.open(url("sqlite"), Duration.ofHours(1));
        CompletableFuture<Throwable> interrupted = new CompletableFuture<>();
        Thread caller = endless(database, interrupted);
        caller.interrupt();
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isInstanceOf(DatabaseException.class);
        CompletableFuture<Throwable> closed = new CompletableFuture<>();
        endless(database, closed);
        database.close();
        assertThat(closed.get(20, TimeUnit.SECONDS)).isInstanceOf(RuntimeException.class);
    }

    private static Thread endless(Database database, CompletableFuture<Throwable> end) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                database.<Long>read(tx -> {
                    begun.countDown();
                    return tx.count(ENDLESS);
                });
            } catch (RuntimeException ended) {
                end.complete(ended);
            }
        });
        begun.await();
        Thread.sleep(50);
        return thread;
    }
}
