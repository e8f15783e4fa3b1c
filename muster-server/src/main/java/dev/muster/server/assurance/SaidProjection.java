package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Tx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps what the ledger last said about each verdict and finding. */
public final class SaidProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(AssuranceEvent.VerdictChanged.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        applyAll(tx, List.of(new Stored(entry, event, Optional.empty())));
    }

    /** Those of one organisation that are told together count as one change of how many are failing. */
    @Override
    public void applyAll(Tx tx, List<Stored> all) {
        Map<OrgId, Failing> failing = new LinkedHashMap<>();
        all.forEach(stored -> {
            if (stored.event() instanceof AssuranceEvent.VerdictChanged changed) {
                failing.computeIfAbsent(stored.entry().org(), org -> Failing.before(tx, org))
                        .add(changed);
            }
        });
        all.forEach(stored -> {
            Entry entry = stored.entry();
            if (stored.event() instanceof AssuranceEvent.VerdictChanged changed) {
                new SqlSaidStore(tx, entry.org()).said(entry.subject(), entry.index(), changed);
            }
        });
        failing.values().forEach(one -> one.keep(all.getLast().entry().receivedAt()));
    }
}
