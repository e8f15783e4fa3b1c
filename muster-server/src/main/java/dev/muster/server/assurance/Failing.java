package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceEvent.RequirementChange;
import dev.muster.core.assurance.AssuranceEvent.VerdictChanged;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.Levels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many verdicts of devices say that evidence speaks against a requirement: in all, and of each source. */
final class Failing {
    static final String ALL = "verdicts.failing";

    private static final String STAND = "select id, count(*) as n from assurance_said where org = ?"
            + " and kind = 'requirement' and word = 'NOT_SUPPORTED' group by id";

    private final Levels levels;
    private final Map<String, Long> changes = new TreeMap<>();

    private Failing(Levels levels) {
        this.levels = levels;
    }

    /** @param source of the catalogue */
    static String of(String source) {
        return ALL + "/" + source;
    }

    /** To be asked before the changes are said: those from before this was kept are counted once. */
    static Failing before(Tx tx, OrgId org) {
        Failing failing = new Failing(new Levels(tx, org));
        if (!failing.levels.kept(ALL)) {
            failing.changes.put(ALL, 0L);
            tx.query(STAND, row -> failing.add(row.text("id"), row.number("n")), org.value());
        }
        return failing;
    }

    void add(VerdictChanged changed) {
        for (RequirementChange change : changed.requirements()) {
            boolean was = change.before().equals(Optional.of(Verdict.Kind.NOT_SUPPORTED));
            boolean is = change.after() == Verdict.Kind.NOT_SUPPORTED;
            if (was != is) {
                add(change.requirement(), is ? 1 : -1);
            }
        }
    }

    private long add(String requirement, long change) {
        changes.merge(of(requirement.substring(0, requirement.indexOf('/'))), change, Long::sum);
        return changes.merge(ALL, change, Long::sum);
    }

    void keep(Instant at) {
        changes.forEach((series, change) -> levels.add(series, at, change));
    }
}
