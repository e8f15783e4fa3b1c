package dev.muster.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.sql.testing.FreshDatabases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store may rely on, on both databases. */
class DatabaseContractTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00.123456Z");

    private static void migrate(Database database) {
        Migrations.create().topic("sample", "001-things", "002-index").apply(database);
    }

    private static void insert(Tx tx, String id, long number) {
        tx.update(
                "insert into things (id, number, truth, body, seen_at) values (?, ?, ?, ?, ?)",
                id,
                number,
                true,
                new byte[] {1, 2},
                NOW);
    }

    @BothDatabases
    void everyColumnTypeComesBackAsItWentIn(Database database) {
        migrate(database);
        database.change(tx -> {
            insert(tx, "a", Long.MAX_VALUE);
            tx.update(
                    "insert into things (id, number, truth, body, seen_at) values (?, ?, ?, ?, ?)",
                    "b",
                    11,
                    false,
                    null,
                    Optional.empty());
        });
        database.read(tx -> {
            String first = tx.one(
                            "select * from things where id = ?",
                            row -> {
                                assertThat(row.number("number")).isEqualTo(Long.MAX_VALUE);
                                assertThat(row.truth("truth")).isTrue();
                                assertThat(row.bytes("body")).containsExactly(1, 2);
                                assertThat(row.instant("seen_at")).isEqualTo(NOW);
                                return row.text("id");
                            },
                            "a")
                    .orElseThrow();
            assertThat(first).isEqualTo("a");
            return tx.one(
                            "select * from things where id = ?",
                            row -> {
                                assertThat(row.findBytes("body")).isEmpty();
                                assertThat(row.findInstant("seen_at")).isEmpty();
                                assertThat(row.longOr("seen_at", -1)).isEqualTo(-1);
                                assertThatThrownBy(() -> row.bytes("body")).isInstanceOf(IllegalStateException.class);
                                return row.integerOf("number");
                            },
                            "b")
                    .orElseThrow();
        });
    }

    @BothDatabases
    void aThrowingTransactionLeavesNothingBehind(Database database) {
        migrate(database);
        assertThatThrownBy(() -> database.change(tx -> {
                    insert(tx, "a", 1);
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(database.<Long>read(tx -> tx.count("select count(*) as n from things")))
                .isZero();
    }

    @BothDatabases
    void aSavepointUndoesOnlyItsOwnWork(Database database) {
        migrate(database);
        database.change(tx -> {
            insert(tx, "a", 1);
            assertThatThrownBy(() -> tx.savepoint(() -> {
                        insert(tx, "b", 2);
                        insert(tx, "a", 3); // breaks the primary key
                        return true;
                    }))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.CONSTRAINT));
            tx.savepoint(() -> {
                insert(tx, "c", 4);
                return true;
            });
        });
        assertThat(database.<List<String>>read(
                        tx -> tx.query("select id from things order by id", row -> row.text("id"))))
                .containsExactly("a", "c");
    }

    @BothDatabases
    void aReaderCannotWrite(Database database) {
        migrate(database);
        assertThatThrownBy(() -> database.read(tx -> tx.update("delete from things")))
                .isInstanceOf(DatabaseException.class);
        database.change(tx -> insert(tx, "a", 1));
    }

    @BothDatabases
    void aReaderSeesOneSnapshotWhileOthersWrite(Database database) {
        migrate(database);
        List<Long> seen = database.read(tx -> {
            List<Long> counts = new ArrayList<>();
            counts.add(tx.count("select count(*) as n from things"));
            Thread writer = Thread.ofVirtual().start(() -> database.change(other -> insert(other, "a", 1)));
            join(writer);
            counts.add(tx.count("select count(*) as n from things"));
            return counts;
        });
        assertThat(seen).containsExactly(0L, 0L);
        assertThat(database.<Long>read(tx -> tx.count("select count(*) as n from things")))
                .isEqualTo(1);
    }

    @BothDatabases
    void manyWritersLoseNothing(Database database) {
        migrate(database);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String id = "t" + i;
            writers.add(Thread.ofVirtual().start(() -> database.change(tx -> insert(tx, id, 1))));
        }
        writers.forEach(DatabaseContractTest::join);
        assertThat(database.<Long>read(tx -> tx.count("select count(*) as n from things")))
                .isEqualTo(20);
    }

    @BothDatabases
    void upsertReturningAndBatchWorkOnBoth(Database database) {
        migrate(database);
        database.change(tx -> {
            tx.batch("insert into numbered (name) values (?)", List.of(new Object[] {"x"}, new Object[] {"y"}));
            long id = tx.one("insert into numbered (name) values (?) returning id", row -> row.number("id"), "z")
                    .orElseThrow();
            assertThat(id).isEqualTo(3);
            tx.update(
                    "insert into numbered (name) values (?) on conflict (name) do update set name = excluded.name",
                    "z");
            assertThat(tx.query(
                            "select name, row_number() over (order by name desc) as place from numbered",
                            row -> row.text("name") + row.number("place")))
                    .contains("z1", "y2", "x3");
        });
    }

    @BothDatabases
    void aMappingMayRunTheSameStatementAgain(Database database) {
        migrate(database);
        database.change(tx -> {
            insert(tx, "a", 1);
            insert(tx, "b", 2);
            String sql = "select id from things where number >= ? order by id";
            List<String> pairs = tx.query(
                    sql,
                    outer -> {
                        String id = outer.text("id");
                        return id + tx.query(sql, inner -> inner.text("id"), 2);
                    },
                    1);
            assertThat(pairs).containsExactly("a[b]", "b[b]");
        });
    }

    @BothDatabases
    void scriptsThatAnOlderBuildDidNotHaveAreNamed(Database database) {
        migrate(database);
        assertThat(Migrations.create().topic("sample", "001-things").missing(database))
                .isEmpty();
        assertThat(Migrations.create()
                        .topic("sample", "001-things", "099-newer")
                        .missing(database))
                .containsExactly("sample/099-newer");
    }

    @BothDatabases
    void migrationsRunOnceAndRefuseAChangedScript(Database database) {
        migrate(database);
        migrate(database);
        database.change(tx -> tx.update("update schema_scripts set digest = 'other' where name = '002-index'"));
        assertThatThrownBy(() -> migrate(database)).hasMessageContaining("was changed after it had been applied");
    }

    @Test
    void aFullDiskIsToldApartAndLeavesTheDatabaseUsable() {
        try (Database database = FreshDatabases.sqlite()) {
            migrate(database);
            assertThatThrownBy(() -> database.change(tx -> {
                        long pages = tx.one("select page_count as n from pragma_page_count", row -> row.number("n"))
                                .orElseThrow();
                        tx.execute("pragma max_page_count = " + (pages + 4));
                        for (int i = 0; i < 1000; i++) {
                            tx.update(
                                    "insert into things (id, number, truth, body) values (?, ?, ?, ?)",
                                    "n" + i,
                                    i,
                                    false,
                                    new byte[1000]);
                        }
                    }))
                    .isInstanceOfSatisfying(
                            DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.FULL));
            assertThat(database.<Long>read(tx -> tx.count("select count(*) as n from things")))
                    .isZero();
            database.change(tx -> tx.execute("pragma max_page_count = 1000000"));
            database.change(tx -> insert(tx, "a", 1));
        }
    }

    @Test
    void anIdleDatabaseIsNotLocked() {
        String url = FreshDatabases.sqliteUrl();
        try (Database database = Database.open(url);
                Database backup = Database.open(url)) {
            migrate(database);
            database.change(tx -> insert(tx, "a", 1));
            backup.change(tx -> insert(tx, "b", 1));
            assertThat(database.<Long>read(tx -> tx.count("select count(*) as n from things")))
                    .isEqualTo(2);
        }
    }

    @BothDatabases
    void savepointsNest(Database database) {
        migrate(database);
        database.change(tx -> tx.savepoint(() -> {
            insert(tx, "outer", 1);
            assertThatThrownBy(() -> tx.savepoint(() -> {
                        insert(tx, "inner", 1);
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            return true;
        }));
        assertThat(database.<List<String>>read(tx -> tx.query("select id from things", row -> row.text("id"))))
                .containsExactly("outer");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
