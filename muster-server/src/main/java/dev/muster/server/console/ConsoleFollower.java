package dev.muster.server.console;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.ledger.Follower;
import dev.muster.server.sql.Database;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the latest facts and tells open pages that something has changed. */
public final class ConsoleFollower implements Follower {
    private final Database database;
    private final FactReader reader;
    private final OpenPages pages;

    public ConsoleFollower(Database database, FactReader reader, OpenPages pages) {
        this.database = database;
        this.reader = reader;
        this.pages = pages;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Entry entry : entries) {
            for (Fact fact : reader.facts(entry)) {
                rows.add(new Object[] {
                    org.value(),
                    fact.subject().text(),
                    fact.key(),
                    fact.value(),
                    fact.effectiveAt(),
                    fact.grade(),
                    fact.entry()
                });
            }
        }
        if (!rows.isEmpty()) {
            // The guard makes a second delivery of the same entries, or of older ones, change nothing.
            database.change(tx -> tx.batch(
                    "insert into console_fact (org, subject, fact_key, fact_value, effective_at, grade, entry)"
                            + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, subject, fact_key) do update set"
                            + " fact_value = excluded.fact_value, effective_at = excluded.effective_at,"
                            + " grade = excluded.grade, entry = excluded.entry"
                            + " where excluded.entry >= console_fact.entry",
                    rows));
        }
        if (!entries.isEmpty()) {
            pages.changed(org, entries.getLast().index());
        }
    }
}
