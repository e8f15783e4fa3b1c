package dev.muster.core.governance;

import dev.muster.core.ledger.Fact;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Work that begins by itself: at intervals, and when a fact about the device becomes so. A plan whose last order is still
 * open begins no other, so that an event that goes on is one piece of work. Ids come from the entry that is the cause.
 */
public final class PlannedWork {
    static final String PLAN = "plan";
    private static final String WORK_ORDER = "work-order";
    private static final Set<String> OVER = Set.of("closed", "cancelled", "rejected");

    /** Shorter would be a monitor and not maintenance. */
    private static final Duration LEAST = Duration.ofHours(1);

    private PlannedWork() {}

    /** An interval in days or months ({@code P3M}, {@code P90D}) or hours ({@code PT12H}), an hour at least. */
    static Optional<TemporalAmount> interval(String text) {
        try {
            TemporalAmount amount = text.startsWith("PT") ? Duration.parse(text) : Period.parse(text);
            Instant begin = Instant.EPOCH;
            return plus(begin, amount).isBefore(begin.plus(LEAST)) ? Optional.empty() : Optional.of(amount);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** The first time of an interval that is one. */
    static Instant first(String every, Instant now) {
        return plus(now, interval(every).orElseThrow()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant plus(Instant at, TemporalAmount amount) {
        return at.atOffset(ZoneOffset.UTC).plus(amount).toInstant();
    }

    /** A plan says when, what for, or both: an interval with its first time, or an event. */
    record Guarded(String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<String> every = asked.field(field);
            boolean event =
                    asked.field("event").filter(text -> text.indexOf('=') > 0).isPresent();
            if (every.isEmpty()) {
                return event
                        ? Optional.empty()
                        : Optional.of("a plan has an interval (every, next) or an event as KEY=VALUE");
            }
            if (interval(every.get()).isEmpty()) {
                return Optional.of(field + " is an interval of an hour at least, such as P90D or PT12H");
            }
            return asked.field("next").isPresent()
                    ? Optional.empty()
                    : Optional.of("next is missing: when it is due first");
        }

        @Override
        public List<String> asks() {
            return List.of(field, "next", "event");
        }

        @Override
        public String words() {
            return "it has an interval with its first time, or an event";
        }
    }

    /** What follows when a plan is due: an order that is requested, and the plan's next time. */
    static List<Workflows.Request> after(Instance plan, GovernanceEvent.Moved step, long entry, WorkflowStore store) {
        if (!plan.state().equals("due") || step.from().equals("due")) {
            return List.of();
        }
        String last = plan.fields().getOrDefault("last", "");
        boolean busy = store.find(WORK_ORDER, last)
                .filter(order -> !OVER.contains(order.state()))
                .isPresent();
        Map<String, String> begun = new HashMap<>();
        next(plan).ifPresent(at -> begun.put("next", at.toString()));
        if (busy) {
            begun.put("last", last);
            return List.of(wish(PLAN, plan.id(), "begun", "work-order " + last + " is still open", begun));
        }
        String order = "planned-" + entry;
        begun.put("last", order);
        Map<String, String> fields = new HashMap<>();
        for (String name : List.of("device", "kind", "task")) {
            fields.put(name, plan.fields().getOrDefault(name, ""));
        }
        fields.put(
                "trigger",
                step.transition().equals("occurred")
                        ? "event " + plan.fields().getOrDefault("event", "")
                        : "interval " + plan.fields().getOrDefault("every", ""));
        String why = "plan " + plan.id();
        return List.of(
                wish(WORK_ORDER, order, Transition.OPENING, why, fields),
                wish(WORK_ORDER, order, "request", why, Map.of()),
                wish(PLAN, plan.id(), "begun", "work-order " + order, begun));
    }

    /** The first time after the plan became due: what was missed while nobody worked is one piece of work, not many. */
    private static Optional<Instant> next(Instance plan) {
        Optional<Instant> due = Field.time(plan.fields().getOrDefault("next", ""));
        Optional<TemporalAmount> every = interval(plan.fields().getOrDefault("every", ""));
        if (due.isEmpty() || every.isEmpty()) {
            return Optional.empty();
        }
        if (due.get().isAfter(plan.since())) {
            return due;
        }
        // In one step where there were many: a plan of hours may have slept for years.
        Instant at = due.get();
        Duration length = Duration.between(at, plus(at, every.get()));
        long missed = Duration.between(at, plan.since()).dividedBy(length);
        at = every.get() instanceof Duration ? at.plus(length.multipliedBy(missed)) : at;
        while (!at.isAfter(plan.since())) {
            at = plus(at, every.get());
        }
        return Optional.of(at);
    }

    /** The step that a fact causes; nothing when the plan waits for another. */
    public static Optional<Workflows.Request> occurred(Instance plan, Fact fact) {
        String event = plan.fields().getOrDefault("event", "");
        int equals = event.indexOf('=');
        boolean mine = equals > 0
                && plan.state().equals("active")
                && fact.subject().text().equals("device/" + plan.fields().get("device"))
                && fact.key().equals(event.substring(0, equals))
                && fact.value().equals(event.substring(equals + 1));
        return mine
                ? Optional.of(wish(PLAN, plan.id(), "occurred", event + " of entry " + fact.entry(), Map.of()))
                : Optional.empty();
    }

    private static Workflows.Request wish(
            String machine, String id, String transition, String reason, Map<String, String> fields) {
        return new Workflows.Request(machine, id, transition, Workflows.SYSTEM, true, reason, fields);
    }
}
