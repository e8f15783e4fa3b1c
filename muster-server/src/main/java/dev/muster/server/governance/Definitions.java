package dev.muster.server.governance;

import dev.muster.core.governance.Field;
import dev.muster.core.governance.Guard;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.RowParts;
import dev.muster.core.governance.Timer;
import dev.muster.core.governance.Transition;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How machines move, in words: for people who ask why a step was refused, and for programs that ask before. */
final class Definitions {
    private Definitions() {}

    /**
     * A machine.
     *
     * @param rows of the catalogue that a part of it answers
     */
    record Whole(
            String machine,
            String title,
            String initial,
            List<String> ends,
            List<Keeps> fields,
            List<Step> transitions,
            List<Clock> timers,
            List<Answers> rows) {}

    /** A field. */
    record Keeps(String name, String type, String meaning) {}

    /**
     * A transition.
     *
     * @param fact what it shows, {@code KEY=VALUE}; empty for nothing
     */
    record Step(
            String name,
            List<String> from,
            String to,
            String role,
            List<String> apart,
            List<String> guards,
            List<String> needs,
            String fact) {}

    /** A timer. */
    record Clock(String state, String after, String transition, String unless, String meaning) {}

    /** A row of the catalogue and the part that answers it. */
    record Answers(String row, String kind, String part) {}

    static List<Whole> of(Machines machines) {
        return machines.all().stream().map(Definitions::whole).toList();
    }

    private static Whole whole(Machine machine) {
        return new Whole(
                machine.id(),
                machine.title(),
                machine.initial(),
                machine.ends().stream().sorted().toList(),
                machine.fields().values().stream().map(Definitions::field).toList(),
                machine.transitions().stream().map(Definitions::step).toList(),
                machine.timers().stream().map(Definitions::clock).toList(),
                RowParts.shipped().all().stream()
                        .filter(part -> part.machine().equals(machine.id()))
                        .map(part -> new Answers(part.row(), part.kind(), part.name()))
                        .toList());
    }

    private static Keeps field(Field field) {
        String type = field.type().name().toLowerCase(Locale.ROOT);
        return new Keeps(
                field.name(), field.target().isEmpty() ? type : type + " to " + field.target(), field.meaning());
    }

    private static Step step(Transition step) {
        return new Step(
                step.name(),
                step.from().stream().sorted().toList(),
                step.to(),
                step.role(),
                step.apart(),
                step.guards().stream().map(Guard::words).toList(),
                step.needs(),
                step.fact().map(Definitions::text).orElse(""));
    }

    private static String text(Map.Entry<String, String> fact) {
        return fact.getKey() + "=" + fact.getValue();
    }

    private static Clock clock(Timer timer) {
        String after = timer.field() + (timer.plus().isZero() ? "" : " + " + timer.plus());
        return new Clock(
                timer.state(),
                timer.only().isEmpty() ? after : after + " where " + timer.only(),
                timer.transition(),
                timer.unless(),
                timer.meaning());
    }
}
