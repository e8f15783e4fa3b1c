package dev.muster.server.failures;

import dev.muster.core.failures.FailuresEvent;
import dev.muster.core.failures.FailuresReported;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps the register of failures: a line for each signature, and on which devices it was seen. */
public final class FailuresProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(FailuresEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        if (event instanceof FailuresReported reported) {
            SqlFailures store = new SqlFailures(tx, entry.org());
            for (FailuresReported.Told one : reported.failures()) {
                store.add(entry.subject().id(), one);
            }
            store.reported(entry.subject().id(), reported.report());
        }
    }
}
