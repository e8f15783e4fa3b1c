package dev.muster.ledger;

import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.sql.Tx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a process is doing, in a mapped file: the last word is still there after kill -9. */
final class Doing {
    /** What the sequencer does. */
    enum Writing {
        NOTHING((byte) 0),
        TRANSACTION((byte) 1),
        COMMIT((byte) 2);

        private final byte mark;

        Writing(byte mark) {
            this.mark = mark;
        }

        static Writing of(byte mark) {
            return Stream.of(values())
                    .filter(one -> one.mark == mark)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the file said when the process had ended. */
    record Last(Writing writing, boolean publishing) {}

    private static final int BYTES = 2;
    private static final String SEQUENCER = "ledger-sequencer";

    private final MappedByteBuffer bytes;

    private Doing(MappedByteBuffer bytes) {
        this.bytes = bytes;
    }

    static Doing in(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Doing(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Last last(Path file) throws IOException {
        byte[] left = Files.exists(file) ? Files.readAllBytes(file) : new byte[BYTES];
        return left.length < BYTES ? new Last(Writing.NOTHING, false) : new Last(Writing.of(left[0]), left[1] != 0);
    }

    void publishing(boolean now) {
        bytes.put(1, (byte) (now ? 1 : 0));
    }

    /** The database, with the sequencer's transactions told apart from their commits. */
    Database watch(Database database) {
        return new Watched(database);
    }

    private void writing(Writing now) {
        if (Thread.currentThread().getName().equals(SEQUENCER)) {
            bytes.put(0, now.mark);
        }
    }

    private final class Watched implements Database {
        private final Database database;

        Watched(Database database) {
            this.database = database;
        }

        @Override
        public Dialect dialect() {
            return database.dialect();
        }

        @Override
        public <T> T read(Function<Tx, T> work) {
            return database.read(work);
        }

        @Override
        public <T> T write(Function<Tx, T> work) {
            try {
                return database.write(tx -> {
                    writing(Writing.TRANSACTION);
                    T done = work.apply(tx);
                    writing(Writing.COMMIT);
                    return done;
                });
            } finally {
                writing(Writing.NOTHING);
            }
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
