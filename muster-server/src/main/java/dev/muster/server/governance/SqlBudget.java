package dev.muster.server.governance;

import dev.muster.core.governance.Budgets;
import dev.muster.core.governance.Instance;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was spent from budget lines, in one transaction: a fold of the costs that were booked and reversed. */
final class SqlBudget {
    /** An organisation that plans more than this has a program for it. */
    static final int LINES_MOST = 1_000;

    static final String SPENT = "select line, year, cents from governance_spent where org = ?";
    static final String SPENT_BY =
            "select coalesce(sum(cents), 0) as n from governance_spent where org = ? and line = ?";

    private final Tx tx;
    private final OrgId org;

    SqlBudget(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /** Takes away what a record counted before its step, and adds what it counts now. */
    void moved(Instance before, Instance after) {
        Budgets.spent(before).ifPresent(spent -> add(spent, -spent.cents()));
        Budgets.spent(after).ifPresent(spent -> add(spent, spent.cents()));
    }

    private void add(Budgets.Spent spent, long cents) {
        tx.update(
                "insert into governance_spent (org, line, year, cents) values (?, ?, ?, ?) on conflict (org, line,"
                        + " year) do update set cents = governance_spent.cents + excluded.cents",
                org.value(),
                spent.line(),
                spent.year(),
                cents);
    }

    /** Cents that were booked under a line. */
    long spent(String line) {
        return tx.count(SPENT_BY, org.value(), line);
    }

    /** Every line with what was spent from it, by id. */
    List<Budgets.Line> lines(Instant now) {
        Map<String, Map<Integer, Long>> spent = new HashMap<>();
        tx.query(
                SPENT,
                row -> spent.computeIfAbsent(row.text("line"), _ -> new TreeMap<>())
                        .put((int) row.number("year"), row.number("cents")),
                org.value());
        return tx.query(SqlBoard.ALL_BY_ID, SqlBoard::record, org.value(), "budget-line", LINES_MOST, 0).stream()
                .map(record -> Budgets.line(record, spent.getOrDefault(record.id(), Map.of()), now))
                .toList();
    }
}
