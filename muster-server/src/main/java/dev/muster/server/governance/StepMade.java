package dev.muster.server.governance;

import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A step of a record as its entry tells it.
 *
 * @param entry index of the entry
 * @param reason why; empty when nobody said
 * @param fields what was set with it; an empty value was taken away
 */
record StepMade(long entry, String transition, String actor, Instant at, String reason, Map<String, String> fields) {
    StepMade {
        fields = Map.copyOf(fields);
    }

    /** The newest steps of a record, the newest first. */
    static List<StepMade> newest(Tx tx, Ledger ledger, OrgId org, String machine, String id, int limit) {
        return tx
                .query(
                        "select entry, transition, actor, at from governance_step where org = ? and machine = ? and id"
                                + " = ? order by entry desc limit ?",
                        row -> new StepMade(
                                row.number("entry"),
                                row.text("transition"),
                                row.text("actor"),
                                row.instant("at"),
                                "",
                                Map.of()),
                        org.value(),
                        machine,
                        id,
                        limit)
                .stream()
                .map(step -> step.told(ledger, org))
                .toList();
    }

    private StepMade told(Ledger ledger, OrgId org) {
        Optional<GovernanceEvent.Moved> event = ledger.entry(org, entry)
                .flatMap(ledger::event)
                .filter(GovernanceEvent.Moved.class::isInstance)
                .map(GovernanceEvent.Moved.class::cast);
        return event.map(moved ->
                        new StepMade(entry, transition, actor, at, moved.reason(), new TreeMap<>(moved.fields())))
                .orElse(this);
    }
}
