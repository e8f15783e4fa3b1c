package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * How many devices have which verdict, kept while verdicts change: so the standing of a fleet costs as much as the
 * catalogue is long, however many devices there are. Not safe for several threads.
 */
final class FleetTally {
    private static final int PAIR = 2;

    /**
     * By place of the requirement: a code of a standing and how many have it, and so on. Of the hundred codes few occur, and there
     * may be ten thousand organisations with a device or two.
     */
    private final int[][] counts;

    /** @param requirements how many there are */
    FleetTally(int requirements) {
        counts = new int[requirements][0];
    }

    /** A device is new: nothing is known of it. */
    void joined() {
        for (int place = 0; place < counts.length; place++) {
            add(place, Standing.UNKNOWN, 1);
        }
    }

    /** A device stands otherwise now by the requirement at this place. */
    void moved(int place, byte before, byte now) {
        add(place, before, -1);
        add(place, now, 1);
    }

    /** So many devices stand by these codes, by place. */
    void stand(byte[] standings, int devices) {
        for (int place = 0; place < counts.length; place++) {
            add(place, Standing.or(standings[place]), devices);
        }
    }

    private void add(int place, byte code, int more) {
        int[] row = counts[place];
        int at = 0;
        while (at < row.length && row[at] != code) {
            at += PAIR;
        }
        if (at == row.length) {
            row = Arrays.copyOf(row, at + PAIR);
            row[at] = code;
            counts[place] = row;
        }
        row[at + 1] += more;
    }

    /** How many have which verdict. */
    Map<Verdict.Kind, Integer> kinds(int place) {
        Map<Verdict.Kind, Integer> kinds = new EnumMap<>(Verdict.Kind.class);
        each(place, (standing, count) -> kinds.merge(standing.kind(), count, Integer::sum));
        return Map.copyOf(kinds);
    }

    /** How many have a verdict that a live fact is among what decided it. */
    int live(int place) {
        int[] live = {0};
        each(place, (standing, count) -> live[0] += standing.live() ? count : 0);
        return live[0];
    }

    /** The weakest grade among those for whom evidence speaks. */
    Optional<Grade> weakest(int place) {
        Map<Grade, Boolean> grades = new EnumMap<>(Grade.class);
        each(place, (standing, _) -> standing.grade().ifPresent(grade -> grades.put(grade, true)));
        return grades.keySet().stream().reduce(Grade::weakest);
    }

    private void each(int place, ObjIntConsumer<Standing> some) {
        int[] row = counts[place];
        for (int at = 0; at < row.length; at += PAIR) {
            if (row[at + 1] != 0) {
                some.accept(Standing.decode((byte) row[at]), row[at + 1]);
            }
        }
    }
}
