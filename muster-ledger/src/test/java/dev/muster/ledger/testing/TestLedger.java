package dev.muster.ledger.testing;

import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.witness.Witness;
import dev.muster.testing.TestFolders;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A real ledger over a database of the test, in a directory of its own. */
public final class TestLedger implements AutoCloseable {
    private final Database database;
    private final Path directory;
    private final List<Class<? extends Event>> events = new ArrayList<>(List.of(LedgerEvent.class));
    private final List<Projection> projections = new ArrayList<>();
    private LedgerSettings.Tiles tiles = LedgerSettings.Tiles.FILES;
    private InstantSource clock = InstantSource.system();
    private Ledger ledger;

    private TestLedger(Database database, Path directory) {
        this.database = database;
        this.directory = directory;
    }

    /** Over this database, whose ledger scripts are applied; open it with {@link #open}. */
    public static TestLedger over(Database database) {
        return in(TestFolders.create("muster-ledger-"), database);
    }

    /** Over this database and a directory that a ledger may have used before. */
    public static TestLedger in(Path directory, Database database) {
        Migrations.create()
                .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                .apply(database);
        return new TestLedger(database, directory);
    }

    /** Adds event records, or sealed interfaces of them. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final TestLedger events(Class<? extends Event>... roots) {
        events.addAll(List.of(roots));
        return this;
    }

    public TestLedger projection(Projection projection) {
        projections.add(projection);
        return this;
    }

    public TestLedger tilesInDatabase() {
        tiles = LedgerSettings.Tiles.DATABASE;
        return this;
    }

    public TestLedger clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** A clock that stands. */
    public TestLedger at(Instant time) {
        return clock(InstantSource.fixed(time));
    }

    public Ledger open() {
        List<Projection> all = new ArrayList<>(List.of(Statements.projection(), Witness.projection()));
        all.addAll(projections);
        ledger = Ledger.open(new LedgerSettings(
                database, directory, tiles, "log.example", EventCodec.of(events), all, clock, new SecureRandom()));
        return ledger;
    }

    public Path directory() {
        return directory;
    }

    public Database database() {
        return database;
    }

    /** Closes the ledger, not the database. */
    @Override
    public void close() {
        if (ledger != null) {
            ledger.close();
        }
    }
}
