package dev.muster.ledger.sequence;

import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Which projections see which event, in the order in which they were wired. */
public final class ProjectionTable {
    private final List<Projection> all;
    private final ConcurrentHashMap<Class<?>, List<Projection>> byClass = new ConcurrentHashMap<>();

    public ProjectionTable(List<Projection> all) {
        this.all = List.copyOf(all);
    }

    /** Each projection sees all entries in order; neighbours with events of one class at once. */
    void apply(Tx tx, List<Stored> written) {
        int from = 0;
        for (int i = 1; i <= written.size(); i++) {
            Class<?> event = written.get(from).event().getClass();
            if (i == written.size() || !written.get(i).event().getClass().equals(event)) {
                List<Stored> run = written.subList(from, i);
                byClass.computeIfAbsent(event, this::interested).forEach(projection -> projection.applyAll(tx, run));
                from = i;
            }
        }
    }

    /** After the commit. */
    public void committed(List<Stored> written) {
        for (Stored stored : written) {
            byClass.computeIfAbsent(stored.event().getClass(), this::interested)
                    .forEach(projection -> projection.committed(stored));
        }
    }

    private List<Projection> interested(Class<?> event) {
        return all.stream()
                .filter(p -> p.events().stream().anyMatch(wanted -> wanted.isAssignableFrom(event)))
                .toList();
    }
}
