package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rows of the record, inside a transaction of the caller. */
public final class Entries {
    private static final String COLUMNS = "idx, type, subject, effective_at, received_at, issuer, actor, digest, body";

    private static final String SIZES =
            "coalesce(length(body), 0) as bytes, substr(body, 1, " + PackedBody.HEAD_BYTES + ") as head";

    private static final byte[] NONE = {};

    private final Tx tx;
    private final OrgId org;

    /** @param tx open transaction */
    public Entries(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /** How many entries there are. */
    public long size() {
        return tx.count("select size as n from ledger_log where org = ? and log = 'record'", org.value());
    }

    /** The entry with this index. */
    public Optional<Entry> at(long index) {
        return tx.one(
                "select " + COLUMNS + " from entry where org = ? and idx = ?",
                row -> entry(org, row),
                org.value(),
                index);
    }

    /** The salt of the entry with this index, as long as it is not erased. */
    public Optional<byte[]> salt(long index) {
        return tx.one(
                        "select salt from entry where org = ? and idx = ?",
                        row -> row.findBytes("salt"),
                        org.value(),
                        index)
                .flatMap(found -> found);
    }

    /** The salts of neighbouring entries by index, without those that are erased. */
    public Map<Long, byte[]> salts(long begin, long end) {
        Map<Long, byte[]> salts = new HashMap<>();
        tx.query(
                        "select idx, salt from entry where org = ? and idx >= ? and idx < ? and salt is not null",
                        row -> Map.entry(row.number("idx"), row.bytes("salt")),
                        org.value(),
                        begin,
                        end)
                .forEach(salt -> salts.put(salt.getKey(), salt.getValue()));
        return salts;
    }

    /** What the query asks for. */
    public List<Entry> find(EntryQuery query) {
        List<@Nullable Object> args = new ArrayList<>();
        return tx.query(select(COLUMNS, query, args), row -> entry(org, row), args.toArray());
    }

    /** The indexes of the first entries of these types before an index, in order; from an index of the table alone. */
    public List<Long> indexes(Collection<String> types, long from, long until, int limit) {
        List<@Nullable Object> args = new ArrayList<>(List.of(org.value()));
        args.addAll(types);
        args.addAll(List.of(from, until, (long) limit));
        String each = String.join(", ", Collections.nCopies(types.size(), "?"));
        return tx.query(
                "select idx from entry where org = ? and type in (" + each
                        + ") and idx >= ? and idx < ? order by idx limit ?",
                row -> row.number("idx"),
                args.toArray());
    }

    /** The entries with these indexes, in order. */
    public List<Entry> at(List<Long> indexes) {
        List<@Nullable Object> args = new ArrayList<>(List.of(org.value()));
        args.addAll(indexes);
        return tx.query(
                "select " + COLUMNS + " from entry where org = ? and idx in ("
                        + String.join(", ", Collections.nCopies(indexes.size(), "?")) + ") order by idx",
                row -> entry(org, row),
                args.toArray());
    }

    /** How many bytes the bodies of the entries with these indexes have, in order; an erased one has none. */
    public List<Long> lengths(List<Long> indexes) {
        List<@Nullable Object> args = new ArrayList<>(List.of(org.value()));
        args.addAll(indexes);
        return tx.query(
                "select " + SIZES + " from entry where org = ? and idx in ("
                        + String.join(", ", Collections.nCopies(indexes.size(), "?")) + ") order by idx",
                row -> PackedBody.length(row.findBytes("head").orElse(NONE), row.number("bytes")),
                args.toArray());
    }

    /**
     * Entries that a query found.
     *
     * @param cut whether there are more that were not read, because these are as many bytes as were allowed
     */
    public record Found(List<Entry> entries, boolean cut) {}

    /**
     * The same for a caller who can hold so much and no more: the first entries whose bodies are together within that many
     * bytes, and always one. No body is read that is not given.
     */
    public Found find(EntryQuery query, long bytesMax) {
        List<@Nullable Object> args = new ArrayList<>();
        List<Long> sizes = tx.query(
                select(SIZES, query, args),
                row -> PackedBody.length(row.findBytes("head").orElse(NONE), row.number("bytes")),
                args.toArray());
        int fit = 0;
        long bytes = 0;
        while (fit < sizes.size() && (fit == 0 || bytes + sizes.get(fit) <= bytesMax)) {
            bytes += sizes.get(fit);
            fit++;
        }
        return new Found(fit == 0 ? List.of() : find(query.limit(fit)), fit < sizes.size());
    }

    private String select(String columns, EntryQuery query, List<@Nullable Object> args) {
        StringBuilder sql = new StringBuilder("select " + columns + " from entry where org = ?");
        args.add(org.value());
        query.subject().ifPresent(subject -> and(sql, args, "subject = ?", subject.text()));
        query.type().ifPresent(type -> type(sql, args, type));
        query.issuer().ifPresent(issuer -> and(sql, args, "issuer = ?", issuer));
        query.knownAt().ifPresent(time -> and(sql, args, "idx < ?", receivedBy(Micros.of(time))));
        query.knownSince().ifPresent(time -> and(sql, args, "idx >= ?", receivedBy(Micros.of(time) - 1)));
        query.trueAt().ifPresent(time -> and(sql, args, "effective_at <= ?", Micros.of(time)));
        query.from().ifPresent(index -> and(sql, args, "idx >= ?", index));
        query.until().ifPresent(index -> and(sql, args, "idx < ?", index));
        sql.append(query.newestFirst() ? " order by idx desc limit ?" : " order by idx limit ?");
        args.add((long) query.limit());
        return sql.toString();
    }

    /** The newest entry that the query allows. */
    public Optional<Entry> newest(EntryQuery query) {
        return find(query.fallingOrder().limit(1)).stream().findFirst();
    }

    /** Leaf hashes of neighbouring entries, from the columns that outlive the body. */
    public List<byte[]> leaves(long begin, long end) {
        return tx.query(
                "select idx, type, subject, effective_at, received_at, issuer, actor, digest, null as body"
                        + " from entry where org = ? and idx >= ? and idx < ? order by idx",
                row -> EntryLeaf.of(entry(org, row)).hash(),
                org.value(),
                begin,
                end);
    }

    /** How many entries were known at this time: they have the indexes below. */
    public long receivedBy(Instant time) {
        return receivedBy(Micros.of(time));
    }

    private long receivedBy(long micros) {
        return ReceiptTimes.until(micros, size(), this::receivedAt);
    }

    private long receivedAt(long index) {
        return tx.one(
                        "select received_at from entry where org = ? and idx = ?",
                        row -> row.number("received_at"),
                        org.value(),
                        index)
                .orElseThrow(() -> new IllegalStateException("entry " + index + " of " + org + " is missing"));
    }

    private static void type(StringBuilder sql, List<@Nullable Object> args, String type) {
        if (type.endsWith(".") || type.endsWith("-")) {
            and(sql, args, "type like ?", type + "%"); // types hold no wildcards
        } else {
            and(sql, args, "type = ?", type);
        }
    }

    private static void and(StringBuilder sql, List<@Nullable Object> args, String condition, Object value) {
        sql.append(" and ").append(condition);
        args.add(value);
    }

    private static Entry entry(OrgId org, Row row) {
        return new Entry(
                row.number("idx"),
                org,
                row.text("type"),
                Subject.parse(row.text("subject")),
                row.instant("effective_at"),
                row.instant("received_at"),
                row.text("issuer"),
                row.bytes("digest"),
                row.findBytes("body").map(PackedBody::unpack),
                row.findText("actor").map(Actor::parse));
    }
}
