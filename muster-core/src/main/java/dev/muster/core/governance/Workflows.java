package dev.muster.core.governance;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The desk of every machine: begins records, moves them, and lets time move them. */
public final class Workflows {
    /** A reason is a sentence or two. */
    public static final int MAX_REASON_CHARS = 2_000;

    /** The name under which timers act. */
    public static final String SYSTEM = "muster";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    private final Machines machines;

    public Workflows(Machines machines) {
        this.machines = machines;
    }

    /**
     * Somebody's wish.
     *
     * @param machine the definition's id
     * @param id of the record
     * @param transition its name; {@link Transition#OPENING} begins a record
     * @param actor who asks, authenticated
     * @param mayWrite whether the actor is an operator
     * @param reason why, may be empty
     * @param fields to set; an empty value takes one away
     */
    public record Request(
            String machine,
            String id,
            String transition,
            String actor,
            boolean mayWrite,
            String reason,
            Map<String, String> fields) {
        public Request {
            fields = Map.copyOf(fields);
        }
    }

    /** What became of it. */
    public sealed interface Answer {
        /** It stands so now. */
        record Moved(Instance now) implements Answer {}

        /**
         * Nothing was written.
         *
         * @param reason {@code machine-unknown}, {@code record-unknown}, {@code transition-unknown}, {@code id-invalid},
         *     {@code field-invalid}, {@code reason-invalid}, {@code id-taken}, {@code state-conflict}, {@code field-missing},
         *     {@code guard-conflict}, {@code field-settled}, {@code role-forbidden} or {@code apart-forbidden}
         */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** Begins or moves a record. */
    public Decision<Answer> move(Request request, WorkflowStore store, Instant at) {
        // The ledger keeps microseconds; a finer time could not be replayed.
        Instant now = at.truncatedTo(ChronoUnit.MICROS);
        Optional<Machine> machine = machines.find(request.machine());
        if (machine.isEmpty()) {
            return refused(Kind.ABSENT, "machine-unknown", "nothing here is called " + request.machine());
        }
        Optional<Answer> fault = fault(machine.get(), request, store);
        if (fault.isPresent()) {
            return Decision.of(fault.get());
        }
        return request.transition().equals(Transition.OPENING)
                ? open(machine.get(), request, store, now)
                : step(machine.get(), request, store, now);
    }

    /** Lets a timer of this record fire, when one is due. */
    public Decision<Answer> expire(String machine, String id, WorkflowStore store, Instant at) {
        Instant now = at.truncatedTo(ChronoUnit.MICROS);
        Optional<Machine> definition = machines.find(machine);
        Optional<Instance> found = store.find(machine, id);
        if (definition.isEmpty() || found.isEmpty()) {
            return refused(Kind.ABSENT, "record-unknown", "there is no " + machine + " " + id);
        }
        Instance instance = found.get();
        Optional<Timer> due = definition
                .get()
                .next(instance)
                .filter(next -> !now.isBefore(next.getKey()))
                .map(Map.Entry::getValue);
        if (due.isEmpty()) {
            return refused(Kind.CONFLICT, "state-conflict", "no timer of " + machine + " " + id + " is due");
        }
        Transition transition =
                definition.get().transition(due.get().transition()).orElseThrow();
        return moved(
                instance, transition.name(), transition.to(), SYSTEM, due.get().meaning(), Map.of(), now);
    }

    /** When time moves this record next; empty when it does not, or has said so already. */
    public Optional<Instant> due(Instance instance) {
        return machines.find(instance.machine())
                .flatMap(machine -> machine.next(instance).map(Map.Entry::getKey));
    }

    private static Optional<Answer> fault(Machine machine, Request request, WorkflowStore store) {
        if (!ID.matcher(request.id()).matches()) {
            return no(
                    Kind.INVALID,
                    "id-invalid",
                    "an id has 1 to 64 letters, digits and . _ : -, and begins with a letter or digit");
        }
        if (request.reason().length() > MAX_REASON_CHARS) {
            return no(Kind.INVALID, "reason-invalid", "a reason has up to " + MAX_REASON_CHARS + " characters");
        }
        for (Map.Entry<String, String> set : request.fields().entrySet()) {
            Field field = machine.fields().get(set.getKey());
            if (field == null) {
                return no(Kind.INVALID, "field-invalid", "a " + machine.id() + " has no field " + set.getKey());
            }
            if (!set.getValue().isEmpty()) {
                Optional<String> why = field.fault(set.getValue());
                if (why.isPresent()) {
                    return no(Kind.INVALID, "field-invalid", why.get());
                }
                Optional<Subject> subject = field.subject(set.getValue());
                if (subject.isPresent() && !store.knows(subject.get())) {
                    return no(
                            Kind.INVALID,
                            "field-invalid",
                            field.name() + ": there is no " + subject.get().text());
                }
            }
        }
        return Optional.empty();
    }

    private Decision<Answer> open(Machine machine, Request request, WorkflowStore store, Instant now) {
        if (!request.mayWrite()) {
            return refused(Kind.FORBIDDEN, "role-forbidden", "only an operator begins a " + machine.id());
        }
        if (store.find(machine.id(), request.id()).isPresent()) {
            return refused(Kind.CONFLICT, "id-taken", "there is a " + machine.id() + " " + request.id() + " already");
        }
        Instance none = new Instance(machine.id(), request.id(), "", now, Map.of(), List.of());
        return moved(
                none, Transition.OPENING, machine.initial(), request.actor(), request.reason(), request.fields(), now);
    }

    private Decision<Answer> step(Machine machine, Request request, WorkflowStore store, Instant now) {
        Optional<Instance> found = store.find(machine.id(), request.id());
        if (found.isEmpty()) {
            return refused(Kind.ABSENT, "record-unknown", "there is no " + machine.id() + " " + request.id());
        }
        Optional<Transition> named = machine.transition(request.transition());
        if (named.isEmpty()) {
            return refused(Kind.ABSENT, "transition-unknown", "a " + machine.id() + " has no " + request.transition());
        }
        Transition transition = named.get();
        Instance before = found.get();
        Instance after = before.with(request.fields());
        if (!transition.from().contains(before.state())) {
            return refused(
                    Kind.CONFLICT,
                    "state-conflict",
                    machine.id() + " " + request.id() + " is " + before.state() + "; " + transition.name()
                            + " begins in "
                            + String.join(
                                    ", ", transition.from().stream().sorted().toList()));
        }
        Optional<Answer> forbidden = forbidden(transition, before, request, store, now);
        if (forbidden.isPresent()) {
            return Decision.of(forbidden.get());
        }
        Optional<String> settled = Settled.fault(machine, transition, before, request);
        if (settled.isPresent()) {
            return refused(Kind.CONFLICT, "field-settled", settled.get());
        }
        for (String needed : transition.needs()) {
            if (!after.fields().containsKey(needed)) {
                return refused(
                        Kind.INVALID,
                        "field-missing",
                        needed + " is missing: " + machine.field(needed).meaning());
            }
        }
        for (Guard guard : transition.guards()) {
            Optional<String> why = guard.fault(machine, new Guard.Asked(after, store, request.actor(), now));
            if (why.isPresent()) {
                return refused(Kind.CONFLICT, "guard-conflict", why.get());
            }
        }
        return moved(
                before, transition.name(), transition.to(), request.actor(), request.reason(), request.fields(), now);
    }

    private static Optional<Answer> forbidden(
            Transition transition, Instance before, Request request, WorkflowStore store, Instant now) {
        String role = transition.role();
        boolean may = switch (role) {
            // No caller has this name: callers' names say what they are, as operator/ann does.
            case Transition.SYSTEM -> request.actor().equals(SYSTEM);
            case Transition.DEVICE -> request.actor().startsWith("device/");
            case Transition.OPERATOR, "administrator" -> request.mayWrite();
            default -> store.roles(request.actor(), now).contains(role);
        };
        if (!may) {
            return no(
                    Kind.FORBIDDEN,
                    "role-forbidden",
                    role.equals(Transition.SYSTEM)
                            ? transition.name() + " happens by itself"
                            : transition.name() + " is for " + role + "s, and " + request.actor() + " is none");
        }
        for (String other : transition.apart()) {
            if (before.actorOf(other).filter(request.actor()::equals).isPresent()) {
                return no(
                        Kind.FORBIDDEN,
                        "apart-forbidden",
                        request.actor() + " did " + other + ": " + transition.name() + " is for another person");
            }
        }
        return Optional.empty();
    }

    private static Decision<Answer> moved(
            Instance before,
            String transition,
            String to,
            String actor,
            String reason,
            Map<String, String> fields,
            Instant now) {
        Map<String, String> kind = new HashMap<>(before.with(fields).fields());
        kind.keySet().retainAll(GovernanceEvent.Moved.KIND);
        GovernanceEvent.Moved event =
                new GovernanceEvent.Moved(transition, before.state(), to, actor, reason.strip(), fields, kind);
        return Decision.of(new Answer.Moved(after(before, event, now)), new Draft(before.subject(), now, actor, event));
    }

    /** The record after an event; the fold of the register. */
    public static Instance after(Instance before, GovernanceEvent.Moved event, Instant at) {
        Instance with = before.with(event.fields());
        List<Instance.Step> steps = new ArrayList<>(before.steps());
        steps.add(new Instance.Step(event.transition(), event.by(), at));
        return new Instance(
                before.machine(),
                before.id(),
                event.to(),
                event.to().equals(before.state()) ? before.since() : at,
                with.fields(),
                steps);
    }

    private static Optional<Answer> no(Kind kind, String reason, String detail) {
        return Optional.of(new Answer.Refused(kind, reason, detail));
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
