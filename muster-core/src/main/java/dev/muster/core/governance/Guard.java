package dev.muster.core.governance;

import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A predicate over a record, the records it points to, facts, and the time. */
public sealed interface Guard
        permits Guard.Linked,
                Guard.Has,
                Guard.Future,
                Guard.Did,
                Guard.Shown,
                Guard.Trained,
                Guard.Escorted,
                Guard.Other,
                LinkGuards.Self,
                LinkGuards.Within,
                LinkGuards.Channel,
                ContractClauses,
                PlannedWork.Guarded {
    /**
     * What a guard may look at.
     *
     * @param record the record with what the transition sets
     * @param store everything else
     * @param actor who asks
     * @param now when
     */
    record Asked(Instance record, WorkflowStore store, String actor, Instant now) {
        Optional<String> field(String name) {
            return Optional.ofNullable(record.fields().get(name));
        }
    }

    /** Why it does not hold; empty when it does. */
    Optional<String> fault(Machine machine, Asked asked);

    /** The record that {@code field} points to is in one of these states. */
    record Linked(String field, List<String> states, boolean onlyIfSet) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<String> id = asked.field(field);
            if (id.isEmpty()) {
                return onlyIfSet ? Optional.empty() : Optional.of(field + " names no record");
            }
            String target = machine.field(field).target();
            Optional<Instance> found = asked.store().find(target, id.get());
            if (found.isEmpty()) {
                return Optional.of("there is no " + target + " " + id.get());
            }
            String state = found.get().state();
            return states.contains(state)
                    ? Optional.empty()
                    : Optional.of(target + " " + id.get() + " is " + state + ", not " + String.join(" or ", states));
        }
    }

    /** A field has one of these values. */
    record Has(String field, List<String> values) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            String value = asked.field(field).orElse("");
            return values.contains(value)
                    ? Optional.empty()
                    : Optional.of(field + " is " + (value.isEmpty() ? "not set" : value) + ", not "
                            + String.join(" or ", values));
        }
    }

    /** A field holds a time that is still to come. */
    record Future(String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<Instant> at = asked.field(field).flatMap(Field::time);
            return at.filter(asked.now()::isBefore).isPresent()
                    ? Optional.empty()
                    : Optional.of(field + " is not a time to come"
                            + at.map(a -> ": " + a).orElse(""));
        }
    }

    /** One of these transitions was made before. */
    record Did(List<String> transitions) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            return transitions.stream().anyMatch(t -> asked.record().last(t).isPresent())
                    ? Optional.empty()
                    : Optional.of("this comes after " + String.join(" or ", transitions) + " only");
        }
    }

    /** A fact about the device in {@code field} has this value, and became so after {@code since} was made. */
    record Shown(String field, String key, String value, String since) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<String> device = asked.field(field);
            Optional<Instant> after = asked.record().last(since).map(Instance.Step::at);
            if (device.isEmpty() || after.isEmpty()) {
                return Optional.of(field + " is not set, or " + since + " was not made");
            }
            Optional<Map.Entry<String, Instant>> fact = asked.store().fact(Subject.device(device.get()), key);
            if (fact.isEmpty()) {
                return Optional.of("device " + device.get() + " has not shown " + key);
            }
            if (!fact.get().getKey().equals(value)) {
                return Optional.of("device " + device.get() + " shows " + key + " = "
                        + fact.get().getKey() + ", not " + value);
            }
            return fact.get().getValue().isBefore(after.get())
                    ? Optional.of("device " + device.get() + " has not shown " + key + " again since " + after.get())
                    : Optional.empty();
        }
    }

    /** The authorisation in {@code field} has training that is not over. */
    record Trained(String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<Instance> crew =
                    asked.field(field).flatMap(id -> asked.store().find("authorisation", id));
            Optional<Instant> until =
                    crew.map(c -> c.fields().get("training-until")).flatMap(Field::time);
            return until.filter(asked.now()::isBefore).isPresent()
                    ? Optional.empty()
                    : Optional.of(field + " has no training that is valid now");
        }
    }

    /** Whoever is authorised only with an escort has one, and it is somebody else. */
    record Escorted(String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<Instance> authorisation =
                    asked.field(field).flatMap(id -> asked.store().find("authorisation", id));
            if (authorisation.isEmpty()) {
                return Optional.of(field + " names no authorisation");
            }
            String person = asked.field("person").orElse("");
            if (!person.equals(authorisation.get().fields().get("person"))) {
                return Optional.of("the authorisation is not of " + person);
            }
            boolean alone = "unescorted".equals(authorisation.get().fields().get("class"))
                    && authorisation.get().last("second").isPresent();
            String escort = asked.field("escort").orElse("");
            return alone || (!escort.isEmpty() && !escort.equals(person))
                    ? Optional.empty()
                    : Optional.of(person + " may work with an escort only, and the session names none");
        }
    }

    /** The person in {@code field} is not the one who asks. */
    record Other(String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            String person = asked.field(field).orElse("");
            return person.isEmpty() || person.equals(asked.actor())
                    ? Optional.of(field + " must be somebody else")
                    : Optional.empty();
        }
    }

    /**
     * The word of the data file: {@code link:FIELD=STATE/STATE}, {@code linkifset:…}, {@code field:FIELD=VALUE/VALUE},
     * {@code future:FIELD}, {@code did:TRANSITION/TRANSITION}, {@code fact:FIELD.KEY=VALUE@TRANSITION}, {@code
     * trained:FIELD}, {@code escorted:FIELD}, {@code other:FIELD}, {@code self:LINK.FIELD}, {@code
     * within:FIELD=LINK.FIELD}, {@code channel:FIELD}, {@code clauses:FIELD}, {@code plan:FIELD}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Guard parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        int equals = rest.indexOf('=');
        String left = equals < 0 ? rest : rest.substring(0, equals);
        List<String> right = equals < 0
                ? List.of()
                : Arrays.asList(rest.substring(equals + 1).split("/", -1));
        return switch (kind) {
            case "link" -> new Linked(left, right, false);
            case "linkifset" -> new Linked(left, right, true);
            case "field" -> new Has(left, right);
            case "future" -> new Future(left);
            case "did" -> new Did(Arrays.asList(rest.split("/", -1)));
            case "fact" -> shown(left, rest.substring(equals + 1));
            case "trained" -> new Trained(left);
            case "escorted" -> new Escorted(left);
            case "other" -> new Other(left);
            case "self" -> new LinkGuards.Self(before(left), after(left));
            case "within" -> new LinkGuards.Within(left, before(right.getFirst()), after(right.getFirst()));
            case "channel" -> new LinkGuards.Channel(left);
            case "plan" -> new PlannedWork.Guarded(left);
            case "clauses" -> new ContractClauses(left);
            default -> throw new IllegalArgumentException("no guard is called " + kind);
        };
    }

    private static String before(String dotted) {
        return dotted.substring(0, dotted.indexOf('.'));
    }

    private static String after(String dotted) {
        return dotted.substring(dotted.indexOf('.') + 1);
    }

    private static Guard shown(String left, String right) {
        int dot = left.indexOf('.');
        int at = right.indexOf('@');
        if (dot < 0 || at < 0) {
            throw new IllegalArgumentException("a fact guard is fact:FIELD.KEY=VALUE@TRANSITION");
        }
        return new Shown(
                left.substring(0, dot), left.substring(dot + 1), right.substring(0, at), right.substring(at + 1));
    }
}
