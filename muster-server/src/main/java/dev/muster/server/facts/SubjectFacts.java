package dev.muster.server.facts;

import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The latest facts of one subject while entries of one transaction speak of it: asked for once, folded in memory, written
 * once. A device that joins is spoken of by five entries.
 */
final class SubjectFacts {
    private static final String STANDINGS =
            "select source, entry, effective_at, received_at, as_of, content from fact_source where org = ? and"
                    + " subject = ?";

    private static final String OWNERS = "select fact_key, source from fact where org = ? and subject = ?";

    private static final String KEEP = "insert into fact (org, subject, fact_key, fact_value, grade, source)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (org, subject, fact_key) do update set"
            + " fact_value = excluded.fact_value, grade = excluded.grade, source = excluded.source"
            + " where fact.fact_value <> excluded.fact_value or fact.grade <> excluded.grade"
            + " or fact.source <> excluded.source";

    private static final String STAND = "insert into fact_source"
            + " (org, subject, source, entry, effective_at, received_at, as_of, content)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, subject, source) do update set"
            + " entry = excluded.entry, effective_at = excluded.effective_at,"
            + " received_at = excluded.received_at, as_of = excluded.as_of, content = excluded.content";

    private final Tx tx;
    private final String org;
    private final String subject;

    /** Where the sources stand; those that were asked for, or all. */
    private final Map<Long, Standing> standings = new HashMap<>();

    private final Set<Long> moved = new TreeSet<>();
    private final Map<String, Said> said = new LinkedHashMap<>();

    /** Who stated each key last; asked for when a value is new. */
    private @Nullable Map<String, Long> owners;

    private record Said(Fact fact, long source) {}

    /** Where a source stands. */
    private record Standing(long entry, Instant effectiveAt, Instant receivedAt, Instant asOf, Optional<Long> content) {
        static Standing of(Row row) {
            return new Standing(
                    row.number("entry"),
                    row.instant("effective_at"),
                    row.instant("received_at"),
                    row.instant("as_of"),
                    row.findNumber("content"));
        }

        static Standing of(Source source, Optional<Long> content) {
            return new Standing(
                    source.entry(),
                    source.any().fact().effectiveAt(),
                    source.any().receivedAt(),
                    source.any().asOf(),
                    content);
        }

        /** {@link dev.muster.core.facts.Known#supersedes}, for all that a source says. */
        boolean newerThan(Source other) {
            int byTime = asOf.compareTo(other.any().asOf());
            return byTime > 0 || (byTime == 0 && entry > other.entry());
        }

        boolean says(long what) {
            return content.isPresent() && content.get() == what;
        }

        Standing overwritten() {
            return new Standing(entry, effectiveAt, receivedAt, asOf, Optional.empty());
        }
    }

    SubjectFacts(Tx tx, OrgId org, Subject subject) {
        this.tx = tx;
        this.org = org.value();
        this.subject = subject.text();
    }

    /** Takes what is said, in this order; whether a value is another one than before, or of another source. */
    boolean take(List<Source> sources) {
        if (sources.size() == 1) {
            long only = sources.getFirst().number();
            tx.one(STANDINGS + " and source = ?", Standing::of, org, subject, only)
                    .ifPresent(standing -> standings.put(only, standing));
        } else {
            all();
        }
        sources.forEach(this::speak);
        write();
        return owners != null;
    }

    /** The sources that spoke last by what was taken, and when what they say became true. */
    Map<Long, Instant> moved() {
        Map<Long, Instant> all = new TreeMap<>();
        for (long source : moved) {
            Standing at = standings.get(source);
            if (at != null) {
                all.put(source, at.effectiveAt());
            }
        }
        return all;
    }

    private void all() {
        tx.query(STANDINGS, row -> Map.entry(row.number("source"), Standing.of(row)), org, subject)
                .forEach(one -> standings.put(one.getKey(), one.getValue()));
    }

    private void speak(Source source) {
        Standing before = standings.get(source.number());
        if (before != null && before.newerThan(source)) {
            return;
        }
        if (before != null && before.says(source.content())) {
            move(source.number(), Standing.of(source, before.content()));
            return;
        }
        change(source);
    }

    /** Some value is new, or another source has spoken of one of the keys in the meantime. */
    private void change(Source source) {
        Map<String, Long> last = owners();
        boolean whole = true;
        for (Map.Entry<String, Fact> one : source.facts().entrySet()) {
            Long owner = last.get(one.getKey());
            if (owner != null && owner != source.number()) {
                Standing its = standings.get(owner);
                if (its != null && its.newerThan(source)) {
                    whole = false;
                    continue;
                }
                if (its != null) {
                    move(owner, its.overwritten());
                }
            }
            last.put(one.getKey(), source.number());
            said.put(one.getKey(), new Said(one.getValue(), source.number()));
        }
        move(source.number(), Standing.of(source, whole ? Optional.of(source.content()) : Optional.empty()));
    }

    private Map<String, Long> owners() {
        if (owners == null) {
            Map<String, Long> found = new HashMap<>();
            tx.query(OWNERS, row -> Map.entry(row.text("fact_key"), row.number("source")), org, subject)
                    .forEach(one -> found.put(one.getKey(), one.getValue()));
            Map<Long, Standing> newer = new HashMap<>(standings);
            all();
            standings.putAll(newer);
            owners = found;
        }
        return owners;
    }

    private void move(long source, Standing to) {
        standings.put(source, to);
        moved.add(source);
    }

    private void write() {
        List<@Nullable Object[]> facts = new ArrayList<>(said.size());
        said.forEach((key, one) -> facts.add(
                new Object[] {org, subject, key, one.fact().value(), one.fact().grade(), one.source()}));
        tx.batch(KEEP, facts);
        List<@Nullable Object[]> sources = new ArrayList<>(moved.size());
        for (long source : moved) {
            Standing at = standings.get(source);
            if (at != null) {
                sources.add(new @Nullable Object[] {
                    org, subject, source, at.entry(), at.effectiveAt(), at.receivedAt(), at.asOf(), at.content()
                });
            }
        }
        tx.batch(STAND, sources);
    }
}
