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

    /** Each projection sees all entries that it wants at once, in order: none reads what another keeps. */
    public void apply(Tx tx, List<Stored> written) {
        for (Projection projection : all) {
            List<Stored> wanted = written.stream()
                    .filter(stored -> byClass.computeIfAbsent(stored.event().getClass(), this::interested)
                            .contains(projection))
                    .toList();
            if (!wanted.isEmpty()) {
                projection.applyAll(tx, wanted);
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
