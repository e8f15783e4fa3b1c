package dev.muster.server.governance;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.Optional;

/** Calls of one session that wait for the device, and replies that wait for the person: the last two, no more. */
record SqlLine(Tx tx, OrgId org, String session) {
    /** Nothing is kept beyond the windows of sessions, of whichever organisation. */
    static void forgetOver(Tx tx, Instant now) {
        tx.update("delete from governance_line where until_at < ?", now);
    }

    /** The number of a new call; empty while the one before is not answered. */
    Optional<Integer> call(byte[] bytes, Instant until) {
        long last = tx.count(
                "select coalesce(max(number), 0) as n from governance_line where org = ? and session = ?",
                org.value(),
                session);
        if (last > 0 && reply((int) last).isEmpty()) {
            return Optional.empty();
        }
        tx.update(
                "delete from governance_line where org = ? and session = ? and number < ?", org.value(), session, last);
        tx.update(
                "insert into governance_line (org, session, number, until_at, call_bytes, reply_bytes)"
                        + " values (?, ?, ?, ?, ?, ?)",
                org.value(),
                session,
                last + 1,
                until,
                bytes,
                new byte[0]);
        return Optional.of((int) last + 1);
    }

    Optional<byte[]> call(int number) {
        return bytes("call_bytes", number);
    }

    Optional<byte[]> reply(int number) {
        return bytes("reply_bytes", number).filter(bytes -> bytes.length > 0);
    }

    private Optional<byte[]> bytes(String column, int number) {
        return tx.one(
                "select " + column + " as content from governance_line where org = ? and session = ? and number = ?",
                row -> row.bytes("content"),
                org.value(),
                session,
                (long) number);
    }

    /** The first reply counts. */
    void replied(int number, byte[] bytes) {
        tx.update(
                "update governance_line set reply_bytes = ? where org = ? and session = ? and number = ? and"
                        + " reply_bytes = ?",
                bytes,
                org.value(),
                session,
                (long) number,
                new byte[0]);
    }
}
