package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps what the ledger last said about each verdict and finding. */
public final class SaidProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(AssuranceEvent.VerdictChanged.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        if (event instanceof AssuranceEvent.VerdictChanged changed) {
            new SqlSaidStore(tx, entry.org()).said(entry.subject(), entry.index(), changed);
        }
    }
}
