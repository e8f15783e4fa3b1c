package dev.muster.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.ledger.sql.testing.FreshDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static final String LONG =
            "with recursive n(x) as (select 1 union all select x + 1 from n where x < 1000000)"
                    + " select count(*) as n from n";

    /** As many as read at a time on SQLite. */
    private static final int CONNECTIONS = 4;

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

    /** The connection that answered the one who has gone answers somebody else by then. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void whoGoesAfterTheAnswerEndsNobodyElsesQuestion(String kind) throws Exception {
        try (Database database = Database.open(url(kind), Duration.ofHours(1))) {
            ReadEnd gone = new ReadEnd();
            gone.during(() -> database.<Long>read(tx -> tx.count("select 7 as n")));
            List<CompletableFuture<Long>> others = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(CONNECTIONS);
            for (int i = 0; i < CONNECTIONS; i++) {
                others.add(CompletableFuture.supplyAsync(
                        () -> database.<Long>read(tx -> {
                            begun.countDown();
                            return tx.count(LONG);
                        }),
                        each -> Thread.ofPlatform().daemon().start(each)));
            }
            begun.await();
            for (int i = 0; i < 20; i++) {
                gone.end();
                Thread.sleep(5);
            }
            for (CompletableFuture<Long> other : others) {
                assertThat(other.get(50, TimeUnit.SECONDS)).isEqualTo(1_000_000);
            }
        }
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
