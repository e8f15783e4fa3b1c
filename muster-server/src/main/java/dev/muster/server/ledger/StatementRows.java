package dev.muster.server.ledger;

import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.RegistrationPolicy;
import dev.muster.core.ledger.SubjectIndex;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.server.sql.Row;
import dev.muster.server.sql.Tx;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the register of the statement log, inside a transaction of the caller. */
final class StatementRows {
    private static final String COLUMNS =
            "idx, statement_hash, issuer, subject, content_type, entry_idx, registered_at";

    /** In the words of the partial index, which neither database uses for words that it sees only later. */
    private static final String CHANGES_RULES =
            "content_type in ('" + RegistrationPolicy.CONTENT_TYPE + "', '" + TrustAnchor.CONTENT_TYPE + "')";

    private static final HexFormat HEX = HexFormat.of();
    private static final int ASKED_TOGETHER = 16;
    private static final String KNOWN =
            "select statement_hash, idx from statement where org = ? and statement_hash in ("
                    + String.join(", ", Collections.nCopies(ASKED_TOGETHER, "?")) + ")";

    private final Tx tx;
    private final OrgId org;

    StatementRows(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /** The text itself, or its hash when it is too long for an index. */
    static String key(String text) {
        return SubjectIndex.name(text);
    }

    /**
     * Where the register stands.
     *
     * @param rules the statement that changed the rules last, -1 when there is none
     * @param size statements so far
     */
    record Standing(long rules, long size) {}

    Standing standing() {
        return tx.one(
                        "select (select max(idx) from statement where org = ? and " + CHANGES_RULES + ") as rules,"
                                + " (select max(idx) from statement where org = ?) as last",
                        row -> new Standing(row.longOr("rules", -1), row.longOr("last", -1) + 1),
                        org.value(),
                        org.value())
                .orElseThrow();
    }

    /** The index of each of these that is registered, by its digest in hex. */
    Map<String, Long> known(List<String> digests) {
        Map<String, Long> known = new HashMap<>();
        for (int from = 0; from < digests.size(); from += ASKED_TOGETHER) {
            Object[] args = new Object[ASKED_TOGETHER + 1];
            args[0] = org.value();
            for (int i = 0; i < ASKED_TOGETHER; i++) {
                // Always the same statement, so that it stays prepared: the last one fills up.
                args[i + 1] = HEX.parseHex(digests.get(Math.min(from + i, digests.size() - 1)));
            }
            tx.query(KNOWN, row -> Map.entry(HEX.formatHex(row.bytes("statement_hash")), row.number("idx")), args)
                    .forEach(found -> known.put(found.getKey(), found.getValue()));
        }
        return known;
    }

    /** Statements after {@code index} that change the rules, in order. */
    List<StatementRow> rulesAfter(long index) {
        return tx.query(
                "select " + COLUMNS + " from statement where org = ? and " + CHANGES_RULES
                        + " and idx > ? order by idx",
                this::row,
                org.value(),
                index);
    }

    Optional<StatementRow> byDigest(byte[] digest) {
        return tx.one(
                "select " + COLUMNS + " from statement where org = ? and statement_hash = ?",
                this::row,
                org.value(),
                digest);
    }

    Optional<StatementRow> at(long index) {
        return tx.one("select " + COLUMNS + " from statement where org = ? and idx = ?", this::row, org.value(), index);
    }

    /** The newest statement of this issuer about this subject among the first {@code size}. */
    Optional<StatementRow> latest(String issuer, String subject, long size) {
        return tx.one(
                "select " + COLUMNS + " from statement where org = ? and issuer = ? and subject = ? and idx < ?"
                        + " order by idx desc limit 1",
                this::row,
                org.value(),
                key(issuer),
                key(subject),
                size);
    }

    /** The newest statement of a content type. */
    Optional<StatementRow> newest(String contentType) {
        return tx.one(
                "select " + COLUMNS + " from statement where org = ? and content_type = ? order by idx desc limit 1",
                this::row,
                org.value(),
                contentType);
    }

    /** Statements from {@code index} on, by rising index, that match what is given. */
    List<StatementRow> find(
            Optional<String> issuer, Optional<String> subject, Optional<String> contentType, long index, int limit) {
        return tx.query(
                "select " + COLUMNS + " from statement where org = ? and idx >= ?"
                        + " and (? = '' or issuer = ?) and (? = '' or subject = ?) and (? = '' or content_type = ?)"
                        + " order by idx limit ?",
                this::row,
                org.value(),
                index,
                issuer.map(StatementRows::key).orElse(""),
                issuer.map(StatementRows::key).orElse(""),
                subject.map(StatementRows::key).orElse(""),
                subject.map(StatementRows::key).orElse(""),
                contentType.orElse(""),
                contentType.orElse(""),
                (long) limit);
    }

    /** The leaf data, out of the entry that registered it. */
    byte[] leafData(StatementRow row, Ledger ledger) {
        return new Entries(tx, org)
                .at(row.entry())
                .flatMap(ledger::event)
                .map(event -> ((LedgerEvent.StatementRegistered) event).statement())
                .orElseThrow(
                        () -> new IllegalStateException("statement " + row.index() + " of " + org + " has no body"));
    }

    /** The leaf data of neighbouring statements; empty where the body was erased. */
    List<Optional<byte[]>> leafData(long begin, long end, Ledger ledger) {
        Entries entries = new Entries(tx, org);
        return tx
                .query(
                        "select entry_idx from statement where org = ? and idx >= ? and idx < ? order by idx",
                        row -> row.number("entry_idx"),
                        org.value(),
                        begin,
                        end)
                .stream()
                .map(index -> entries.at(index)
                        .flatMap(ledger::event)
                        .map(event -> ((LedgerEvent.StatementRegistered) event).statement()))
                .toList();
    }

    private StatementRow row(Row row) {
        return new StatementRow(
                row.number("idx"),
                HEX.formatHex(row.bytes("statement_hash")),
                row.text("issuer"),
                row.text("subject"),
                row.text("content_type"),
                row.number("entry_idx"),
                row.instant("registered_at"));
    }
}
