package dev.muster.core.governance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a second person approved, or Muster itself found out, is not changed afterwards on the way: a later step sets only
 * what it asks for, and what nobody has said yet. Without this an approval would hold for whatever its record says later.
 * A step that leads back to where the approval has to be given again may change anything.
 */
final class Settled {
    private Settled() {}

    /** Why this step may not set what it sets; empty when it may. */
    static Optional<String> fault(Machine machine, Transition step, Instance before, Workflows.Request request) {
        if (request.actor().equals(Workflows.SYSTEM)) {
            return Optional.empty();
        }
        List<Transition> standing = standing(machine, before);
        if (standing.isEmpty()
                || standing.stream().allMatch(given -> given.from().contains(step.to()))) {
            return Optional.empty();
        }
        Set<String> asked = asked(step);
        // What Muster found is asked for to be looked at, not to be said again by somebody.
        standing.stream()
                .filter(given ->
                        given.role().equals(Transition.SYSTEM) && !given.from().contains(step.to()))
                .forEach(found -> asked.removeAll(found.needs()));
        for (Map.Entry<String, String> set : request.fields().entrySet()) {
            String stands = before.fields().get(set.getKey());
            if (stands != null && !stands.equals(set.getValue()) && !asked.contains(set.getKey())) {
                return Optional.of(set.getKey() + " stands since "
                        + standing.getLast().name() + ", and " + step.name() + " does not change it");
            }
        }
        return Optional.empty();
    }

    /** Words of a second person and findings of Muster that hold for the record as it stands. */
    private static List<Transition> standing(Machine machine, Instance record) {
        List<Transition> standing = new ArrayList<>();
        for (Instance.Step made : record.steps()) {
            machine.transition(made.transition()).ifPresent(transition -> {
                standing.removeIf(
                        given -> !given.equals(transition) && given.from().contains(transition.to()));
                boolean found = transition.role().equals(Transition.SYSTEM)
                        && !transition.needs().isEmpty();
                if (found || !transition.apart().isEmpty()) {
                    standing.add(transition);
                }
            });
        }
        return standing;
    }

    /** Fields that a step needs or that its guards look at. */
    static Set<String> asked(Transition step) {
        Set<String> asked = new HashSet<>(step.needs());
        step.guards().forEach(guard -> asked.addAll(guard.asks()));
        return asked;
    }
}
