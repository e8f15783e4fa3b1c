package dev.muster.core.assurance;

import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All verdicts of one device at one time.
 *
 * @param subject the device
 * @param at the time for which they hold
 * @param verdicts one for every requirement of the catalogue, in the catalogue's order of ids
 */
public record Posture(Subject subject, Instant at, Map<RequirementId, Verdict> verdicts) {
    public Posture {
        verdicts = Collections.unmodifiableMap(new TreeMap<>(verdicts));
    }

    /** How many verdicts there are of each kind. */
    public Map<Verdict.Kind, Integer> counts() {
        Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
        verdicts.values().forEach(verdict -> counts.merge(verdict.kind(), 1, Integer::sum));
        return counts;
    }
}
