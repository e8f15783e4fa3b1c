package dev.muster.ledger;

import dev.muster.core.ledger.HeadReports;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.tree.LogId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The largest head of each log that each witness or device has shown us, as a signed note. */
public final class SeenHeads {
    /** Every device shows a head; checking the few largest is enough and cheap. */
    private static final int LARGEST = 16;
    /**
     * Under this and the answer stands a head that contradicts the log, whoever showed it: among many larger heads of
     * honest devices a smaller one would not be looked at, and other servers look here for what they were not shown.
     */
    private static final String CONTRADICTION = "contradiction/";

    private final Database database;

    public SeenHeads(Database database) {
        this.database = database;
    }

    /** The largest heads kept for this log, and what was seen that contradicts it; in no order. */
    public List<Checkpoint> of(LogId log) {
        return database.read(tx -> {
            List<Checkpoint> heads = new ArrayList<>(tx.query(
                    "select note from ledger_head where org = ? and log = ? order by size desc limit " + LARGEST,
                    SeenHeads::head,
                    log.org().value(),
                    log.name().text()));
            heads.addAll(contradictions(tx, log));
            return heads;
        });
    }

    /** What was ever seen that contradicts a log of the organisation: one head a log and kind at most. */
    List<Checkpoint> contradictions(OrgId org) {
        return database.read(tx -> {
            List<Checkpoint> heads = new ArrayList<>(contradictions(tx, LogId.record(org)));
            heads.addAll(contradictions(tx, LogId.statements(org)));
            return heads;
        });
    }

    private static List<Checkpoint> contradictions(Tx tx, LogId log) {
        return tx.query(
                "select note from ledger_head where org = ? and log = ? and source in (?, ?) order by source",
                SeenHeads::head,
                log.org().value(),
                log.name().text(),
                CONTRADICTION + HeadReports.Answer.LARGER,
                CONTRADICTION + HeadReports.Answer.SPLIT);
    }

    private static Checkpoint head(Row row) {
        return Checkpoint.parse(SignedNote.parse(row.bytes("note")).text());
    }

    /** The largest head that this source has shown, as a note with its signatures. */
    public static Optional<SignedNote> by(Database database, LogId log, String source) {
        return database.read(tx -> tx.one(
                "select note from ledger_head where org = ? and log = ? and source = ?",
                row -> SignedNote.parse(row.bytes("note")),
                log.org().value(),
                log.name().text(),
                source));
    }

    /** How many devices have shown a head of this log. */
    public static long devices(Database database, LogId log) {
        return database.read(tx -> tx.count(
                "select count(*) as n from ledger_head where org = ? and log = ? and source like 'device/%'",
                log.org().value(), log.name().text()));
    }

    /** Keeps a head that contradicts the log, in place of the last of its kind. The caller has verified its signature. */
    public static void keepContradiction(
            Tx tx, LogId log, HeadReports.Answer kind, Checkpoint head, SignedNote note, Instant now) {
        tx.update(
                "insert into ledger_head (org, log, source, size, root, note, seen_at) values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (org, log, source) do update set size = excluded.size, root = excluded.root,"
                        + " note = excluded.note, seen_at = excluded.seen_at where ledger_head.root <> excluded.root",
                log.org().value(),
                log.name().text(),
                CONTRADICTION + kind,
                head.size(),
                head.root(),
                note.encode(),
                now);
    }

    /** Keeps the head if it is the largest of its source. The caller has verified the log's signature on it. */
    public static void keep(Tx tx, LogId log, String source, Checkpoint head, SignedNote note, Instant now) {
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
