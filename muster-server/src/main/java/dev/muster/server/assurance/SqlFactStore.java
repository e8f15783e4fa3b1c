package dev.muster.server.assurance;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every fact of one organisation, and the latest ones as they were known at any time. */
public final class SqlFactStore {
    /** Facts of one entry: an entry and the place of a fact in it are one number below. */
    static final int MAX_OF_ENTRY = 65_536;

    /** Who is spoken of: from one subject to the next in the index, so that the number of facts does not matter. */
    private static final String EVERYBODY = "about(subject) as (select min(subject) from assurance_fact where org = ?"
            + " union all select (select min(f.subject) from assurance_fact f where f.org = ?"
            + " and f.subject > about.subject) from about where about.subject is not null)";

    private static final String ONE = "about(subject) as (select cast(? as TEXT))";

    /** The same for the keys of each, and for each key the latest: {@link Known#supersedes} in SQL. */
    private static final String LATEST = "with recursive %s, said(subject, fact_key) as (select subject, (select"
            + " min(f.fact_key) from assurance_fact f where f.org = ? and f.subject = about.subject) from about where"
            + " subject is not null union all select said.subject, (select min(f.fact_key) from assurance_fact f where"
            + " f.org = ? and f.subject = said.subject and f.fact_key > said.fact_key) from said where said.fact_key is"
            + " not null), newest(place) as materialized (select (select f.entry * " + MAX_OF_ENTRY + " + f.seq"
            + " from assurance_fact f where f.org = ? and f.subject = said.subject and f.fact_key = said.fact_key"
            + " and f.as_of <= ? and f.received_at <= ? order by f.as_of desc, f.entry desc, f.seq desc limit 1)"
            + " from said where said.fact_key is not null)"
            + " select f.* from newest join assurance_fact f on f.org = ? and f.entry = newest.place / " + MAX_OF_ENTRY
            + " and f.seq = newest.place %% " + MAX_OF_ENTRY + " order by f.subject, f.fact_key";

    private final Tx tx;
    private final OrgId org;

    public SqlFactStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /** Adds the facts of one entry, in the order in which it states them; adding them again changes nothing. */
    public void add(List<Known> facts) {
        if (facts.size() > MAX_OF_ENTRY) {
            throw new IllegalArgumentException(
                    "an entry states " + facts.size() + " facts, the limit is " + MAX_OF_ENTRY);
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int seq = 0; seq < facts.size(); seq++) {
            Known known = facts.get(seq);
            Fact fact = known.fact();
            rows.add(new Object[] {
                org.value(),
                fact.entry(),
                seq,
                fact.subject().text(),
                fact.key(),
                fact.value(),
                fact.effectiveAt(),
                known.receivedAt(),
                known.asOf(),
                fact.grade()
            });
        }
        tx.batch(
                "insert into assurance_fact (org, entry, seq, subject, fact_key, fact_value, effective_at,"
                    + " received_at, as_of, grade) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, entry, seq)"
                    + " do nothing",
                rows);
    }

    /** The latest facts of every subject, as they were known at {@code at}. */
    public FactRegister register(Instant at) {
        return fill(latest(EVERYBODY, List.of(org.value(), org.value()), at));
    }

    /** The latest facts that bear on one device, as they were known at {@code at}: its own, its product's, ours. */
    public FactRegister register(Subject device, Instant at) {
        FactRegister register = fill(latest(device, at));
        latest(Subject.org(org), at).forEach(register::accept);
        register.productOf(device).ifPresent(product -> latest(product, at).forEach(register::accept));
        return register;
    }

    private List<Known> latest(Subject subject, Instant at) {
        return latest(ONE, List.of(subject.text()), at);
    }

    private List<Known> latest(String about, List<Object> whom, Instant at) {
        List<Object> args = new ArrayList<>(whom);
        args.addAll(List.of(org.value(), org.value(), org.value(), at, at, org.value()));
        return tx.query(LATEST.formatted(about), SqlFactStore::known, args.toArray());
    }

    private FactRegister fill(Collection<Known> facts) {
        FactRegister register = new FactRegister(org);
        facts.forEach(register::accept);
        return register;
    }

    private static Known known(Row row) {
        Fact fact = new Fact(
                Subject.parse(row.text("subject")),
                row.text("fact_key"),
                row.text("fact_value"),
                row.instant("effective_at"),
                Grade.valueOf(row.text("grade")),
                row.number("entry"));
        return new Known(fact, row.instant("received_at"));
    }
}
