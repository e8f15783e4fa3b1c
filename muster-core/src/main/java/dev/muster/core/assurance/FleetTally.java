package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How many devices have which verdict, kept while verdicts change: so the standing of a fleet costs as much as the
 * catalogue is long, however many devices there are. Not safe for several threads.
 */
final class FleetTally {
    /** By place of the requirement and code of the standing. */
    private final int[][] counts;

    /** @param requirements how many there are */
    FleetTally(int requirements) {
        counts = new int[requirements][Standing.CODES];
    }

    /** A device is new: nothing is known of it. */
    void joined() {
        for (int[] row : counts) {
            row[Standing.UNKNOWN]++;
        }
    }

    /** A device stands otherwise now by the requirement at this place. */
    void moved(int place, byte before, byte now) {
        counts[place][before]--;
        counts[place][now]++;
    }

    /** How many have which verdict. */
    Map<Verdict.Kind, Integer> kinds(int place) {
        Map<Verdict.Kind, Integer> kinds = new EnumMap<>(Verdict.Kind.class);
        each(place, code -> kinds.merge(Standing.decode(code).kind(), counts[place][code], Integer::sum));
        return Map.copyOf(kinds);
    }

    /** How many have a verdict that a live fact is among what decided it. */
    int live(int place) {
        int live = 0;
        for (byte code = Standing.NONE + 1; code < Standing.CODES; code++) {
            live += Standing.decode(code).live() ? counts[place][code] : 0;
        }
        return live;
    }

    /** The weakest grade among those for whom evidence speaks. */
    Optional<Grade> weakest(int place) {
        Map<Grade, Boolean> grades = new EnumMap<>(Grade.class);
        each(place, code -> Standing.decode(code).grade().ifPresent(grade -> grades.put(grade, true)));
        return grades.keySet().stream().reduce(Grade::weakest);
    }

    private void each(int place, Consumer<Byte> some) {
        for (byte code = Standing.NONE + 1; code < Standing.CODES; code++) {
            if (counts[place][code] != 0) {
                some.accept(code);
            }
        }
    }
}
