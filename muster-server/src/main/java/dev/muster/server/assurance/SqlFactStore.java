package dev.muster.server.assurance;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.server.sql.Row;
import dev.muster.server.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every fact of one organisation, and the latest ones as they were known at any time. */
public final class SqlFactStore {
    /** The latest of a subject and key: {@link Known#supersedes} in SQL. */
    private static final String LATEST = "select * from (select f.*, row_number() over (partition by subject, fact_key"
            + " order by as_of desc, entry desc, seq desc) as rank_no from assurance_fact f"
            + " where org = ? and received_at <= ?%s) ranked where rank_no = 1 order by subject, fact_key";

    private final Tx tx;
    private final OrgId org;

    public SqlFactStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /** Adds the facts of one entry, in the order in which it states them; adding them again changes nothing. */
    public void add(List<Known> facts) {
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
                "insert into assurance_fact (org, entry, seq, subject, fact_key, fact_value, effective_at, received_at,"
                        + " as_of, grade) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, entry, seq) do nothing",
                rows);
    }

    /** The latest facts of every subject, as they were known at {@code at}. */
    public FactRegister register(Instant at) {
        return fill(tx.query(LATEST.formatted(""), SqlFactStore::known, org.value(), at));
    }

    /** The latest facts that bear on one device, as they were known at {@code at}: its own, its product's, ours. */
    public FactRegister register(Subject device, Instant at) {
        FactRegister register = fill(latest(device, at));
        latest(Subject.org(org), at).forEach(register::accept);
        register.productOf(device).ifPresent(product -> latest(product, at).forEach(register::accept));
        return register;
    }

    private List<Known> latest(Subject subject, Instant at) {
        return tx.query(LATEST.formatted(" and subject = ?"), SqlFactStore::known, org.value(), at, subject.text());
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
