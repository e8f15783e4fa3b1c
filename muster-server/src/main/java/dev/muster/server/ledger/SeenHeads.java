package dev.muster.server.ledger;

import dev.muster.format.merkle.Checkpoint;
import dev.muster.format.merkle.SignedNote;
import dev.muster.server.sql.Database;
import dev.muster.server.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The largest head of each log that each witness or device has shown us, as a signed note. */
final class SeenHeads {
    /** Every device shows a head; checking the few largest is enough and cheap. */
    private static final int LARGEST = 16;

    private final Database database;

    SeenHeads(Database database) {
        this.database = database;
    }

    /** The largest heads kept for this log, by rising size: who saw a smaller one saw a beginning of these. */
    List<Checkpoint> of(LogId log) {
        return database.read(tx -> tx.query(
                "select note, size from (select note, size from ledger_head where org = ? and log = ?"
                        + " order by size desc limit " + LARGEST + ") as largest order by size",
                row -> Checkpoint.parse(SignedNote.parse(row.bytes("note")).text()),
                log.org().value(),
                log.name().text()));
    }

    /** The largest head that this source has shown, as a note with its signatures. */
    static Optional<SignedNote> by(Database database, LogId log, String source) {
        return database.read(tx -> tx.one(
                "select note from ledger_head where org = ? and log = ? and source = ?",
                row -> SignedNote.parse(row.bytes("note")),
                log.org().value(),
                log.name().text(),
                source));
    }

    /** How many devices have shown a head of this log. */
    static long devices(Database database, LogId log) {
        return database.read(tx -> tx.count(
                "select count(*) as n from ledger_head where org = ? and log = ? and source like 'device/%'",
                log.org().value(), log.name().text()));
    }

    /** Keeps the head if it is the largest of its source. The caller has verified the log's signature on it. */
    static void keep(Tx tx, LogId log, String source, Checkpoint head, SignedNote note, Instant now) {
        tx.update(
                "insert into ledger_head (org, log, source, size, root, note, seen_at) values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (org, log, source) do update set size = excluded.size, root = excluded.root,"
                        + " note = excluded.note, seen_at = excluded.seen_at where ledger_head.size <= excluded.size",
                log.org().value(),
                log.name().text(),
                source,
                head.size(),
                head.root(),
                note.encode(),
                now);
    }
}
