package dev.muster.server.network;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.network.NetworkEvent;
import dev.muster.core.network.PolicySet;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps the table of wished policies. */
public final class NetworkProjection implements Projection {

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(NetworkEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        switch ((NetworkEvent) event) {
            case PolicySet set ->
                tx.update(
                        "insert into network_policy (org, device, name, digest, order_id) values (?, ?, ?, ?, ?)"
                                + " on conflict (org, device) do update set name = excluded.name,"
                                + " digest = excluded.digest, order_id = excluded.order_id",
                        entry.org().value(),
                        entry.subject().id(),
                        set.name(),
                        set.digest(),
                        set.order());
        }
    }
}
