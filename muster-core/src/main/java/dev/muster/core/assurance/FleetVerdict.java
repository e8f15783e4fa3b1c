package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One requirement over many devices.
 *
 * @param kind what holds for all of them together
 * @param devices how many have which verdict
 * @param weakest the weakest grade among those for whom evidence speaks
 * @param live how many have a verdict that a live fact is among what decided it
 * @param example the first device whose verdict is {@code kind}
 */
public record FleetVerdict(
        Verdict.Kind kind,
        Map<Verdict.Kind, Integer> devices,
        Optional<Grade> weakest,
        int live,
        Optional<Subject> example) {
    public FleetVerdict {
        devices = Map.copyOf(devices);
    }

    /**
     * Draws the verdicts of one requirement together: one device that speaks against it is enough, then one whose
     * evidence is stale; where some are unknown or waived and some supported it is supported partly. Devices to which it does not
     * apply do not count. No device at all is Unknown.
     */
    static FleetVerdict of(RequirementId id, Collection<Posture> postures) {
        Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
        Optional<Grade> weakest = Optional.empty();
        int live = 0;
        for (Posture posture : postures) {
            Verdict verdict = verdict(posture, id);
            counts.merge(verdict.kind(), 1, Integer::sum);
            live += verdict.live() ? 1 : 0;
            Optional<Grade> before = weakest;
            weakest = verdict.weakest()
                    .map(grade -> before.map(grade::weakest).orElse(grade))
                    .or(() -> before);
        }
        Verdict.Kind kind = together(counts);
        Optional<Subject> example = postures.stream()
                .filter(posture -> verdict(posture, id).kind() == kind)
                .map(Posture::subject)
                .findFirst();
        return new FleetVerdict(kind, counts, weakest, live, example);
    }

    private static Verdict verdict(Posture posture, RequirementId id) {
        Verdict verdict = posture.verdicts().get(id);
        if (verdict == null) {
            throw new IllegalArgumentException(posture.subject() + " was not judged by " + id);
        }
        return verdict;
    }

    /** What holds for all of them together, by how many have which verdict. */
    static Verdict.Kind together(Map<Verdict.Kind, Integer> counts) {
        if (counts.isEmpty()) {
            return Verdict.Kind.UNKNOWN;
        }
        if (counts.size() == 1) {
            return counts.keySet().iterator().next();
        }
        if (counts.keySet().equals(Set.of(Verdict.Kind.WAIVED, Verdict.Kind.NOT_APPLICABLE))) {
            return Verdict.Kind.WAIVED;
        }
        for (Verdict.Kind worst : new Verdict.Kind[] {Verdict.Kind.NOT_SUPPORTED, Verdict.Kind.STALE}) {
            if (counts.containsKey(worst)) {
                return worst;
            }
        }
        boolean some = counts.containsKey(Verdict.Kind.SUPPORTED) || counts.containsKey(Verdict.Kind.PARTLY);
        if (!some) {
            return Verdict.Kind.UNKNOWN;
        }
        boolean all = Stream.of(Verdict.Kind.PARTLY, Verdict.Kind.UNKNOWN, Verdict.Kind.WAIVED)
                .noneMatch(counts::containsKey);
        return all ? Verdict.Kind.SUPPORTED : Verdict.Kind.PARTLY;
    }
}
