package dev.muster.ledger.statements;

import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.RegistrationPolicy;
import dev.muster.core.ledger.SubjectIndex;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.ReceiptTimes;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the register of the statement log, inside a transaction of the caller. */
public final class StatementRows {
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

    public StatementRows(Tx tx, OrgId org) {
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

    /** The statements that the query asks for. */
    List<StatementRow> find(StatementQuery query) {
        // Only what is asked for stands in the words, so that an index can serve it.
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from statement where org = ?");
        List<Object> args = new ArrayList<>(List.of(org.value()));
        and(sql, args, "idx >= ?", query.from());
        query.issuer().ifPresent(text -> and(sql, args, "issuer = ?", key(text)));
        query.subject().ifPresent(text -> and(sql, args, "subject = ?", key(text)));
        query.contentType().ifPresent(text -> and(sql, args, "content_type = ?", text));
        query.registeredSince().ifPresent(time -> and(sql, args, "idx >= ?", registeredBy(Micros.of(time) - 1)));
        query.registeredAt().ifPresent(time -> and(sql, args, "idx < ?", registeredBy(Micros.of(time))));
        args.add((long) query.limit());
        String order = query.newestFirst() ? " order by idx desc limit ?" : " order by idx limit ?";
        return tx.query(sql + order, this::row, args.toArray());
    }

    private long registeredBy(long micros) {
        return ReceiptTimes.until(
                micros,
                standing().size(),
                index -> Micros.of(at(index)
                        .orElseThrow(
                                () -> new IllegalStateException("statement " + index + " of " + org + " is missing"))
                        .registeredAt()));
    }

    private static void and(StringBuilder sql, List<Object> args, String condition, Object value) {
        sql.append(" and ").append(condition);
        args.add(value);
    }

    /** The leaf data, out of the entry that registered it. */
    public byte[] leafData(StatementRow row, Ledger ledger) {
        return new Entries(tx, org)
                .at(row.entry())
                .flatMap(ledger::event)
                .map(event -> ((LedgerEvent.StatementRegistered) event).statement())
                .orElseThrow(
                        () -> new IllegalStateException("statement " + row.index() + " of " + org + " has no body"));
    }

    /** The leaf data of neighbouring statements; empty where the body was erased. */
    public List<Optional<byte[]>> leafData(long begin, long end, Ledger ledger) {
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
