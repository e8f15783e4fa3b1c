package dev.muster.server.facts;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.Topic;
import java.util.List;
import java.util.Set;

/** The tables of the facts. What fills them needs the rules of every topic, so whoever has all of them adds it. */
public final class FactsTopic implements Topic {
    @Override
    public String name() {
        return "facts";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-facts", "002-within-key", "003-levels");
    }

    private static final String FILLED = "select l.org from ledger_log l where l.log = 'record'"
            + " and exists (select 1 from fact_source f where f.org = l.org)";

    /** Fills the tables from the entries when they are empty and there are some: after an update of an older server. */
    public static void catchUp(Database database, Ledger ledger, FactProjection projection) {
        Set<String> filled = Set.copyOf(database.read(tx -> tx.query(FILLED, row -> row.text("org"))));
        ledger.orgs().stream()
                .filter(org -> !filled.contains(org.value()))
                .forEach(org -> catchUp(database, org, projection));
    }

    private static void catchUp(Database database, OrgId org, FactProjection projection) {
        long from = 0;
        long next = page(database, org, projection, from);
        while (next != from) {
            from = next;
            next = page(database, org, projection, from);
        }
    }

    /** One page in one transaction; where the next begins. */
    private static long page(Database database, OrgId org, FactProjection projection, long from) {
        return database.write(tx -> {
            List<Entry> entries =
                    new Entries(tx, org).find(EntryQuery.all().from(from).limit(EntryQuery.MAX_LIMIT));
            projection.takeAll(tx, entries);
            return from + entries.size();
        });
    }
}
