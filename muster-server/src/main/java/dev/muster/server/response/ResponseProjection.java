package dev.muster.server.response;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.response.EpisodeFold;
import dev.muster.core.response.ResponseEvent;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Optional;
import java.util.Set;

/** Keeps the register of episodes. An episode also ends when anybody takes the device out of quarantine. */
public final class ResponseProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(ResponseEvent.class, StateChanged.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        // States are the devices topic's; this register never asks for one.
        SqlResponseStore store = new SqlResponseStore(tx, entry.org(), (_, _, _) -> Optional.empty());
        if (event instanceof ResponseEvent response) {
            store.keep(
                    entry.subject(), EpisodeFold.after(store.episode(entry.subject()), response, entry.effectiveAt()));
            if (response instanceof ResponseEvent.Released) {
                store.released(entry.subject(), entry.index(), entry.effectiveAt());
            }
        } else if (event instanceof StateChanged changed && changed.from() == DeviceState.QUARANTINED) {
            store.keep(entry.subject(), Optional.empty());
        }
    }
}
