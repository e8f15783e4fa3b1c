package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many devices have which verdict, kept while verdicts change: so the standing of a fleet costs as much as the
 * catalogue is long, however many devices there are. Not safe for several threads.
 */
final class FleetTally {
    private final Row[] rows;

    private static final class Row {
        private final Map<Verdict.Kind, Integer> kinds = new EnumMap<>(Verdict.Kind.class);
        private final Map<Grade, Integer> grades = new EnumMap<>(Grade.class);
        private int live;

        void add(Standing standing, int one) {
            count(kinds, standing.kind(), one);
            standing.grade().ifPresent(grade -> count(grades, grade, one));
            live += standing.live() ? one : 0;
        }

        private static <K> void count(Map<K, Integer> counts, K key, int one) {
            counts.merge(key, one, Integer::sum);
            counts.remove(key, 0);
        }
    }

    /** @param requirements how many there are */
    FleetTally(int requirements) {
        rows = new Row[requirements];
        for (int place = 0; place < requirements; place++) {
            rows[place] = new Row();
        }
    }

    /** A device stands otherwise now by the requirement at this place. */
    void moved(int place, Optional<Standing> before, Standing now) {
        before.ifPresent(old -> rows[place].add(old, -1));
        rows[place].add(now, 1);
    }

    /** How many have which verdict; devices that were not judged by it are in none. */
    Map<Verdict.Kind, Integer> kinds(int place) {
        return Map.copyOf(rows[place].kinds);
    }

    /** How many have a verdict that a live fact is among what decided it. */
    int live(int place) {
        return rows[place].live;
    }

    /** The weakest grade among those for whom evidence speaks. */
    Optional<Grade> weakest(int place) {
        return rows[place].grades.keySet().stream().reduce(Grade::weakest);
    }
}
