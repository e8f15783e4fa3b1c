package dev.muster.core.update;

import java.util.EnumMap;
import java.util.Map;

/** How many devices of a wave, or of all, are in which state. */
public record WaveCount(
        int offered, int reported, int updated, int claimed, int failed, int overdue, int fellBack, int left) {
    public static final WaveCount NONE = new WaveCount(0, 0, 0, 0, 0, 0, 0, 0);

    /** A state that the map does not hold counts nobody. */
    public static WaveCount of(Map<TargetState, Integer> tally) {
        return new WaveCount(
                tally.getOrDefault(TargetState.OFFERED, 0),
                tally.getOrDefault(TargetState.REPORTED, 0),
                tally.getOrDefault(TargetState.UPDATED, 0),
                tally.getOrDefault(TargetState.CLAIMED, 0),
                tally.getOrDefault(TargetState.FAILED, 0),
                tally.getOrDefault(TargetState.OVERDUE, 0),
                tally.getOrDefault(TargetState.FELL_BACK, 0),
                tally.getOrDefault(TargetState.LEFT, 0));
    }

    public int open() {
        return offered + reported;
    }

    /** Those that said or showed something. */
    public int answered() {
        return good() + notUpdated();
    }

    /** Those that showed the release, and those whose word the plan accepts. */
    public int good() {
        return updated + claimed;
    }

    /** Those that will not have the release unless somebody does something. */
    public int notUpdated() {
        return failed + fellBack;
    }

    public int all() {
        return open() + answered() + overdue + left;
    }

    /** The same devices after one of them went from one state to another. */
    WaveCount moved(TargetState from, TargetState to) {
        Map<TargetState, Integer> tally = tally();
        tally.merge(from, -1, Integer::sum);
        tally.merge(to, 1, Integer::sum);
        return of(tally);
    }

    private Map<TargetState, Integer> tally() {
        Map<TargetState, Integer> tally = new EnumMap<>(TargetState.class);
        tally.put(TargetState.OFFERED, offered);
        tally.put(TargetState.REPORTED, reported);
        tally.put(TargetState.UPDATED, updated);
        tally.put(TargetState.CLAIMED, claimed);
        tally.put(TargetState.FAILED, failed);
        tally.put(TargetState.OVERDUE, overdue);
        tally.put(TargetState.FELL_BACK, fellBack);
        tally.put(TargetState.LEFT, left);
        return tally;
    }
}
