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
 * @param fields by name, in the order in which they are shown
 * @param transitions in the order in which they are shown
 * @param timers what happens by itself
 */
public record Machine(
        String id,
        String title,
        String initial,
        Set<String> ends,
        Map<String, Field> fields,
        List<Transition> transitions,
        List<Timer> timers) {
    public Machine {
        ends = Set.copyOf(ends);
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

    /** The timer that is due first and when; empty when none runs. */
    public Optional<Map.Entry<Instant, Timer>> next(String state, Instant since, Map<String, String> fields) {
        return timers.stream()
                .flatMap(timer -> timer.due(state, since, fields).stream().map(at -> Map.entry(at, timer)))
                .min(Map.Entry.comparingByKey());
    }
}
