package dev.muster.core.governance;

import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of a machine as it stands: a work order, a policy, a case.
 *
 * @param machine the definition's id
 * @param id its own id within the organisation
 * @param state where it stands
 * @param since when the state was entered
 * @param fields what it keeps
 * @param steps what was done, the oldest first
 */
public record Instance(
        String machine, String id, String state, Instant since, Map<String, String> fields, List<Step> steps) {
    public Instance {
        fields = Map.copyOf(fields);
        steps = List.copyOf(steps);
    }

    /**
     * One transition that was made.
     *
     * @param transition its name; {@link Transition#OPENING} for the beginning
     * @param actor who made it
     * @param at when
     */
    public record Step(String transition, String actor, Instant at) {}

    /** The same with these fields; an empty value takes one away. */
    Instance with(Map<String, String> set) {
        Map<String, String> merged = new HashMap<>(fields);
        set.forEach((name, value) -> {
            if (value.isEmpty()) {
                merged.remove(name);
            } else {
                merged.put(name, value);
            }
        });
        return new Instance(machine, id, state, since, merged, steps);
    }

    /** The subject of its entries. */
    public Subject subject() {
        return new Subject(machine, id);
    }

    /** Who made this transition last. */
    public Optional<String> actorOf(String transition) {
        return last(transition).map(Step::actor);
    }

    /** The last time that this transition was made. */
    public Optional<Step> last(String transition) {
        return steps.reversed().stream()
                .filter(step -> step.transition().equals(transition))
                .findFirst();
    }
}
