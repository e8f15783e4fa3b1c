package dev.muster.core.governance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machines that come with the program, checked for sense when they are read: a definition that cannot work stops. */
public final class Machines {
    private final Map<String, Machine> byId;

    private Machines(Map<String, Machine> byId) {
        this.byId = byId;
    }

    /** @throws IllegalArgumentException at the first fault of the data files, with file, line and reason */
    public static Machines shipped() {
        return of(
                Table.shipped("machines.tsv"),
                Table.shipped("fields.tsv"),
                Table.shipped("transitions.tsv"),
                Table.shipped("timers.tsv"));
    }

    static Machines of(Table machines, Table fields, Table transitions, Table timers) {
        Map<String, Machine> byId = new LinkedHashMap<>();
        for (Table.Row row : machines.rows()) {
            String id = row.text("machine");
            Map<String, Field> ofMachine = fields(fields, id);
            List<Transition> moves = new ArrayList<>();
            transitions.rows(id).forEach(move -> moves.add(transition(move)));
            List<Timer> clocks = new ArrayList<>();
            timers.rows(id)
                    .forEach(timer -> clocks.add(Timer.parse(
                            timer.text("state"),
                            timer.text("after"),
                            timer.text("transition"),
                            timer.text("unless"),
                            timer.text("meaning"))));
            Machine machine = new Machine(
                    id,
                    row.text("title"),
                    row.text("initial"),
                    new HashSet<>(row.list("final")),
                    row.list("shown"),
                    ofMachine,
                    moves,
                    clocks);
            Optional<String> fault = fault(machine);
            if (fault.isPresent()) {
                throw row.fault(fault.get());
            }
            byId.put(id, machine);
        }
        byId.values()
                .forEach(machine -> machine.fields().values().stream()
                        .filter(field -> field.type() == Field.Type.LINK && !byId.containsKey(field.target()))
                        .findFirst()
                        .ifPresent(field -> {
                            throw new IllegalArgumentException(
                                    machine.id() + ": " + field.name() + " points to no machine");
                        }));
        return new Machines(byId);
    }

    public Optional<Machine> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** In the order of the data file. */
    public Collection<Machine> all() {
        return byId.values();
    }

    private static Map<String, Field> fields(Table fields, String machine) {
        Map<String, Field> byName = new LinkedHashMap<>();
        for (Table.Row row : fields.rows(machine)) {
            String type = row.text("type");
            boolean link = type.startsWith("link:");
            Field field = new Field(
                    row.text("field"),
                    link ? Field.Type.LINK : Field.Type.of(type),
                    link ? type.substring("link:".length()) : "",
                    row.text("meaning"));
            if (byName.put(field.name(), field) != null) {
                throw row.fault("field " + field.name() + " stands twice");
            }
        }
        return byName;
    }

    private static Transition transition(Table.Row row) {
        List<Guard> guards = new ArrayList<>();
        for (String guard : row.list("guards")) {
            try {
                guards.add(GuardReader.parse(guard));
            } catch (IllegalArgumentException unknown) {
                throw row.fault(String.valueOf(unknown.getMessage()));
            }
        }
        String fact = row.text("fact");
        int equals = fact.indexOf('=');
        return new Transition(
                row.text("transition"),
                new HashSet<>(row.list("from")),
                row.text("to"),
                row.text("role"),
                row.list("apart"),
                guards,
                row.list("needs"),
                equals < 0
                        ? Optional.empty()
                        : Optional.of(Map.entry(fact.substring(0, equals), fact.substring(equals + 1))));
    }

    /** What makes a definition senseless: an end that leads on, a state nothing reaches, a name that is not there. */
    private static Optional<String> fault(Machine machine) {
        Set<String> reached = new HashSet<>(Set.of(machine.initial()));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Transition move : machine.transitions()) {
                if (move.from().stream().anyMatch(reached::contains)) {
                    grew |= reached.add(move.to());
                }
            }
        }
        for (Transition move : machine.transitions()) {
            if (move.from().stream().anyMatch(machine.ends()::contains)) {
                return Optional.of(move.name() + " leads out of an end");
            }
            if (!reached.containsAll(move.from())) {
                return Optional.of(move.name() + " begins in a state that nothing reaches");
            }
            for (String needed : move.needs()) {
                if (!machine.fields().containsKey(needed)) {
                    return Optional.of(move.name() + " needs " + needed + ", which is no field");
                }
            }
            for (String other : move.apart()) {
                if (!other.equals(Transition.OPENING)
                        && machine.transition(other).isEmpty()) {
                    return Optional.of(move.name() + " is kept apart from " + other + ", which is no transition");
                }
            }
        }
        if (!machine.fields().keySet().containsAll(machine.shown())) {
            return Optional.of("a field that is shown is none: " + machine.shown());
        }
        for (Timer timer : machine.timers()) {
            Optional<Transition> move = machine.transition(timer.transition());
            if (move.filter(m -> m.role().equals(Transition.SYSTEM) && m.from().contains(timer.state()))
                    .isEmpty()) {
                return Optional.of("the timer of " + timer.state() + " makes no transition of the system");
            }
            if (!timer.unless().isEmpty() && machine.transition(timer.unless()).isEmpty()) {
                return Optional.of("the timer of " + timer.state() + " is moot after no transition that there is");
            }
        }
        return reached.containsAll(machine.ends()) ? Optional.empty() : Optional.of("an end of it is never reached");
    }
}
