package dev.muster.server.ledger;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.server.sql.Tx;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Which projections see which event, in the order in which they were wired. */
final class ProjectionTable {
    private final List<Projection> all;
    private final ConcurrentHashMap<Class<?>, List<Projection>> byClass = new ConcurrentHashMap<>();

    ProjectionTable(List<Projection> all) {
        this.all = List.copyOf(all);
    }

    void apply(Tx tx, Entry entry, Event event) {
        for (Projection projection : byClass.computeIfAbsent(event.getClass(), this::interested)) {
            projection.apply(tx, entry, event);
        }
    }

    private List<Projection> interested(Class<?> event) {
        return all.stream()
                .filter(p -> p.events().stream().anyMatch(wanted -> wanted.isAssignableFrom(event)))
                .toList();
    }
}
