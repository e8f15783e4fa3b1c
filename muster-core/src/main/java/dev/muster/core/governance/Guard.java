package dev.muster.core.governance;

import dev.muster.core.ledger.Subject;
import java.time.Instant;
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
                LinkGuards.Own,
                LinkGuards.Mine,
                LinkGuards.Before,
                LinkGuards.Within,
                LinkGuards.Channel,
                ContractClauses,
                Money.Coded,
                Money.Rated,
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

    /** Fields that whoever makes the step says with it. */
    default List<String> asks() {
        return List.of();
    }

    /** The same in words, for people who look at a definition. */
    String words();

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

        @Override
        public List<String> asks() {
            return List.of(field);
        }

        @Override
        public String words() {
            return field + (onlyIfSet ? ", where there is one," : "") + " is " + String.join(" or ", states);
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

        @Override
        public List<String> asks() {
            return List.of(field);
        }

        @Override
        public String words() {
            return field + " is " + String.join(" or ", values);
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

        @Override
        public List<String> asks() {
            return List.of(field);
        }

        @Override
        public String words() {
            return field + " is still to come";
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

        @Override
        public String words() {
            return "after " + String.join(" or ", transitions);
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

        @Override
        public String words() {
            return field + " has shown " + key + " = " + value + " since " + since;
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

        @Override
        public String words() {
            return field + " has training that is valid";
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

        @Override
        public List<String> asks() {
            return List.of("escort");
        }

        @Override
        public String words() {
            return "with an escort, or seconded for work without one";
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

        @Override
        public List<String> asks() {
            return List.of(field);
        }

        @Override
        public String words() {
            return field + " is somebody else";
        }
    }
}
