package dev.muster.core.governance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plan against actual, over the lifetime of what was bought. A line is planned evenly from its beginning to its end; what
 * was spent is the sum of its booked costs, each in the year in which it was spent. All amounts are whole
 * numbers of the smallest unit of their line's currency ({@link Money}); sums are kept apart by currency.
 */
public final class Budgets {
    static final String COST = "cost";
    static final String LINE = "budget-line";

    /** Longer than anything that is bought is used; a plan beyond it is one sum, not spread over its years. */
    private static final int YEARS_MOST = 100;

    private Budgets() {}

    /** One year of a line. */
    public record Year(int year, long planned, long spent) {}

    /**
     * A line as it stands.
     *
     * @param currency ISO 4217 code; empty for the organisation's own
     * @param devices for how many devices; 0 when nobody said
     * @param planned over the whole lifetime
     * @param byNow what the plan would have spent by now
     * @param spent what was booked
     * @param years from the first to the last that was planned or spent in
     */
    public record Line(
            String id,
            String state,
            String category,
            String deviceClass,
            String currency,
            long devices,
            long planned,
            long byNow,
            long spent,
            List<Year> years) {
        public Line {
            years = List.copyOf(years);
        }

        /** What is left of the plan; negative when more was spent. */
        public long left() {
            return planned - spent;
        }
    }

    /** Lines of one category and currency together. */
    public record Sum(String category, String currency, long planned, long byNow, long spent) {}

    /** A line of the register with what was booked under it, by year. */
    public static Line line(Instance record, Map<Integer, Long> booked, Instant now) {
        Map<String, String> fields = record.fields();
        long planned = cents(fields.get("planned"));
        Optional<Instant> from = Field.time(fields.getOrDefault("from", ""));
        Optional<Instant> until = Field.time(fields.getOrDefault("until", ""));
        Map<Integer, Long> spent = new TreeMap<>(booked);
        Map<Integer, Long> plan = new TreeMap<>();
        long byNow = planned;
        if (from.isPresent() && until.isPresent()) {
            byNow = share(planned, from.get(), until.get(), now);
            int first = year(from.get());
            int last = year(until.get().minusMillis(1));
            for (int year = first; year <= last && last - first < YEARS_MOST; year++) {
                long before = share(planned, from.get(), until.get(), start(year));
                plan.put(year, share(planned, from.get(), until.get(), start(year + 1)) - before);
            }
        }
        List<Year> years = new ArrayList<>();
        Map<Integer, Long> all = new TreeMap<>(plan);
        all.putAll(spent);
        all.keySet()
                .forEach(year -> years.add(new Year(year, plan.getOrDefault(year, 0L), spent.getOrDefault(year, 0L))));
        return new Line(
                record.id(),
                record.state(),
                fields.getOrDefault("category", ""),
                fields.getOrDefault("device-class", ""),
                fields.getOrDefault("currency", ""),
                cents(fields.get("devices")),
                planned,
                byNow,
                spent.values().stream().mapToLong(Long::longValue).sum() + spentBefore(record),
                years);
    }

    /** Lines that somebody approved; the others are no plan. */
    public static List<Line> planned(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.state().equals("approved") || line.state().equals("closed"))
                .toList();
    }

    /** Sums by currency and category, in order of the alphabet, of the lines that are a plan. */
    public static List<Sum> sums(List<Line> lines) {
        Map<String, Sum> sums = new TreeMap<>();
        planned(lines)
                .forEach(line -> sums.merge(
                        line.currency() + " " + line.category(),
                        new Sum(line.category(), line.currency(), line.planned(), line.byNow(), line.spent()),
                        (a, b) -> new Sum(
                                a.category(),
                                a.currency(),
                                a.planned() + b.planned(),
                                a.byNow() + b.byNow(),
                                a.spent() + b.spent())));
        return List.copyOf(sums.values());
    }

    /**
     * What a record counts as spent: the line, the year and the cents of a booked cost.
     *
     * @return empty for every other record
     */
    public static Optional<Spent> spent(Instance record) {
        Map<String, String> fields = record.fields();
        return record.machine().equals(COST) && record.state().equals("booked")
                ? Field.time(fields.getOrDefault("spent-at", ""))
                        .map(at -> new Spent(fields.getOrDefault("line", ""), year(at), counted(fields)))
                : Optional.empty();
    }

    /** A cost in the currency of its line: as it is, or by the rate that was recorded with it. */
    private static long counted(Map<String, String> cost) {
        long amount = cents(cost.get("amount"));
        return Money.Rate.of(cost.getOrDefault("rate", ""))
                .map(rate -> rate.convert(amount, cost.getOrDefault("currency", "")))
                .orElse(amount);
    }

    /** What was spent from a line in a year, in the line's currency. */
    public record Spent(String line, int year, long cents) {}

    /** A cost that brings its line over its plan is said once. */
    static List<Workflows.Request> after(Instance cost, GovernanceEvent.Moved step, WorkflowStore store) {
        String line = cost.fields().getOrDefault("line", "");
        if (!step.transition().equals("book")) {
            return List.of();
        }
        Optional<Instance> of = store.find(LINE, line);
        long planned = of.map(found -> cents(found.fields().get("planned"))).orElse(0L);
        long spent = store.spent(line) + of.map(Budgets::spentBefore).orElse(0L);
        return spent > planned && spent - counted(cost.fields()) <= planned
                ? List.of(FollowUps.wish(
                        LINE, line, "overspent", "cost " + cost.id() + " brought it over its plan", new HashMap<>()))
                : List.of();
    }

    /** Before costs were records of their own a line kept its sum itself. */
    private static long spentBefore(Instance line) {
        return cents(line.fields().get("actual"));
    }

    private static long share(long planned, Instant from, Instant until, Instant at) {
        if (!at.isAfter(from)) {
            return 0;
        }
        if (!at.isBefore(until)) {
            return planned;
        }
        double part = (double) (at.getEpochSecond() - from.getEpochSecond())
                / (until.getEpochSecond() - from.getEpochSecond());
        return Math.round(planned * part);
    }

    private static Instant start(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static int year(Instant at) {
        return at.atOffset(ZoneOffset.UTC).getYear();
    }

    private static long cents(@Nullable String text) {
        return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
