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
 * was spent is the sum of its booked costs, each in the year in which it was spent. All amounts are cents of the
 * organisation's own currency.
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

    /** Lines of one category together. */
    public record Sum(String category, long planned, long byNow, long spent) {}

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

    /** Sums by category, in order of the alphabet, of the lines that are a plan. */
    public static List<Sum> sums(List<Line> lines) {
        Map<String, Sum> sums = new TreeMap<>();
        planned(lines)
                .forEach(line -> sums.merge(
                        line.category(),
                        new Sum(line.category(), line.planned(), line.byNow(), line.spent()),
                        (a, b) -> new Sum(
                                a.category(),
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
                        .map(at -> new Spent(fields.getOrDefault("line", ""), year(at), cents(fields.get("amount"))))
                : Optional.empty();
    }

    /** Cents that were spent from a line in a year. */
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
        return spent > planned && spent - cents(cost.fields().get("amount")) <= planned
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
