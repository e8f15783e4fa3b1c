package dev.muster.ledger.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/** One writing connection, a few reading ones, WAL between them. */
final class SqliteDatabase implements Database {
    /** Readers do not block one another; more than this only costs page cache. */
    private static final int READERS = 4;

    /** A reader that waits longer than this has found a bug, not a busy minute. */
    private static final long READER_WAIT_SECONDS = 30;

    /** Another process (a backup, the CLI) may hold the write lock for a moment. */
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    /** KiB. Entries about ten thousand devices touch that many places of an index; they stay in memory. */
    private static final int WRITER_CACHE_KIB = 65_536;

    private static final int READER_CACHE_KIB = 8_192;

    /** Pages of 4 KiB after which the WAL is written back: larger saves rewriting the same index pages. */
    private static final int CHECKPOINT_PAGES = 4_000;

    private record Link(
            SQLiteConnection connection, StatementCache statements, SqliteWords words, Optional<ReadLimit> limit) {
        <T> T run(Function<Tx, T> work) {
            return Transactions.run(
                    connection, Dialect.SQLITE, statements, _ -> limit.ifPresent(ReadLimit::begin), this::say, work);
        }

        private void say(Transactions.Word word) throws SQLException {
            try {
                words.say(word);
            } catch (SQLException e) {
                // After a full disk or an I/O error SQLite has rolled back by itself.
                boolean nothingToUndo = word == Transactions.Word.ROLLBACK
                        && String.valueOf(e.getMessage()).contains("no transaction is active");
                if (!nothingToUndo) {
                    throw e;
                }
            }
        }
    }

    private final Link writer;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final BlockingQueue<Link> readers;
    private final List<Link> all;
    private volatile boolean closed;

    private SqliteDatabase(Link writer, List<Link> readers) {
        this.writer = writer;
        this.readers = new ArrayBlockingQueue<>(readers.size(), false, readers);
        this.all = new ArrayList<>(readers);
        this.all.add(writer);
    }

    static SqliteDatabase open(String jdbcUrl, Duration readMost) {
        List<Link> opened = new ArrayList<>();
        try {
            Link writer = link(jdbcUrl, Optional.empty());
            opened.add(writer);
            List<Link> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                Link reader = link(jdbcUrl, Optional.of(readMost));
                opened.add(reader);
                readers.add(reader);
            }
            return new SqliteDatabase(writer, readers);
        } catch (SQLException e) {
            opened.forEach(SqliteDatabase::closeQuietly);
            throw DatabaseException.of(Dialect.SQLITE, e);
        }
    }

    private static Link link(String jdbcUrl, Optional<Duration> readMost) throws SQLException {
        boolean readOnly = readMost.isPresent();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // else the driver asks for one after every insert, and nobody reads it
        SQLiteConnection connection = (SQLiteConnection) config.createConnection(jdbcUrl);
        try (var pragma = connection.createStatement()) {
            pragma.execute("pragma cache_size=-" + (readOnly ? READER_CACHE_KIB : WRITER_CACHE_KIB));
            pragma.execute("pragma wal_autocheckpoint=" + CHECKPOINT_PAGES);
            if (readOnly) {
                pragma.execute("pragma query_only=1"); // not open mode READONLY: that cannot create the WAL index
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        // We begin and end transactions ourselves. The driver's own way begins the next one right after a commit: an
        // idle server would hold the write lock and keep the WAL from being reset.
        connection.getConnectionConfig().setAutoCommit(false);
        return new Link(
                connection,
                new StatementCache(StatementCache.SQLITE_CAPACITY),
                new SqliteWords(connection, readOnly ? "begin deferred" : "begin immediate"),
                readOnly ? Optional.of(ReadLimit.on(connection, readMost.get())) : Optional.empty());
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        Link link = borrow();
        try {
            return link.run(work);
        } finally {
            readers.add(link);
        }
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("write inside write: use the Tx you were given");
        }
        writing.lock();
        try {
            requireOpen();
            return writer.run(work);
        } finally {
            writing.unlock();
        }
    }

    private Link borrow() {
        requireOpen();
        try {
            Link link = readers.poll(READER_WAIT_SECONDS, TimeUnit.SECONDS);
            if (link == null) {
                throw new IllegalStateException("no database reader became free in " + READER_WAIT_SECONDS + " s");
            }
            return link;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a database reader", e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the database is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        all.forEach(link -> link.limit().ifPresent(ReadLimit::end));
        writing.lock();
        try {
            all.forEach(SqliteDatabase::closeQuietly);
        } finally {
            writing.unlock();
        }
    }

    private static void closeQuietly(Link link) {
        try {
            link.connection().close();
        } catch (SQLException ignored) {
            // Nothing is lost: what was committed is on the disk, what was not is rolled back at the next open.
        }
    }
}
