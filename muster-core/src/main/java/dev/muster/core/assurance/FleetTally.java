package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many devices have which verdict, kept while verdicts change: so the standing of a fleet costs as much as the
 * catalogue is long, however many devices there are. Not safe for several threads.
 */
final class FleetTally {
    private final Map<RequirementId, Row> rows = new TreeMap<>();

    private static final class Row {
        private final Map<Verdict.Kind, Integer> kinds = new EnumMap<>(Verdict.Kind.class);
        private final Map<Grade, Integer> grades = new EnumMap<>(Grade.class);

        void add(Verdict verdict, int one) {
            count(kinds, verdict.kind(), one);
            verdict.weakest().ifPresent(grade -> count(grades, grade, one));
        }

        private static <K> void count(Map<K, Integer> counts, K key, int one) {
            counts.merge(key, one, Integer::sum);
            counts.remove(key, 0);
        }
    }

    /** A device's verdict by this requirement is another one now. */
    void moved(RequirementId id, @Nullable Verdict before, Verdict now) {
        Row row = rows.computeIfAbsent(id, _ -> new Row());
        if (before != null) {
            row.add(before, -1);
        }
        row.add(now, 1);
    }

    /** How many have which verdict; devices that were not judged by it are in none. */
    Map<Verdict.Kind, Integer> kinds(RequirementId id) {
        Row row = rows.get(id);
        return row == null ? Map.of() : Map.copyOf(row.kinds);
    }

    /** The weakest grade among those for whom evidence speaks. */
    Optional<Grade> weakest(RequirementId id) {
        Row row = rows.get(id);
        return row == null ? Optional.empty() : row.grades.keySet().stream().reduce(Grade::weakest);
    }
}
