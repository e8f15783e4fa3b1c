package dev.muster.core.governance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A definition: what is governed and how it moves.
 *
 * @param id such as {@code work-order}; kind of its records' subjects
 * @param title for people
 * @param initial state in which a record begins
 * @param ends states from which nothing leads on
 * @param shown fields that tell records apart in a list
 * @param fields by name, in the order in which they are shown
 * @param transitions in the order in which they are shown
 * @param timers what happens by itself
 */
public record Machine(
        String id,
        String title,
        String initial,
        Set<String> ends,
        List<String> shown,
        Map<String, Field> fields,
        List<Transition> transitions,
        List<Timer> timers) {
    public Machine {
        ends = Set.copyOf(ends);
        shown = List.copyOf(shown);
        transitions = List.copyOf(transitions);
        timers = List.copyOf(timers);
    }

    /** The field of this name. @throws IllegalArgumentException when there is none */
    Field field(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("a " + id + " has no field " + name);
        }
        return field;
    }

    /** The transition of this name. */
    public Optional<Transition> transition(String name) {
        return transitions.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** Every state, in order of the alphabet. */
    public Set<String> states() {
        Set<String> states = new TreeSet<>(Set.of(initial));
        transitions.forEach(t -> {
            states.addAll(t.from());
            states.add(t.to());
        });
        return states;
    }

    /**
     * The timer that is due first and when; empty when none runs. What only marks a state as late leaves it there, is said
     * once each time that the state is entered, and then stands in no other timer's way.
     */
    public Optional<Map.Entry<Instant, Timer>> next(Instance record) {
        return timers.stream()
                .filter(timer -> fresh(record, timer))
                .flatMap(timer -> timer.due(record).stream().map(at -> Map.entry(at, timer)))
                .min(Map.Entry.comparingByKey());
    }

    /** By the order of steps, not by their times: a clock that was set back must not make a state late twice. */
    private boolean fresh(Instance record, Timer timer) {
        Transition marks = transition(timer.transition()).orElseThrow();
        if (!marks.to().equals(record.state())) {
            return true;
        }
        for (Instance.Step step : record.steps().reversed()) {
            if (step.transition().equals(marks.name())) {
                return false;
            }
            boolean entered = step.at().equals(record.since())
                    && transition(step.transition())
                            .filter(made -> !made.to().equals(record.state()))
                            .isEmpty();
            if (entered) {
                return true;
            }
        }
        return true;
    }
}
