package dev.muster.server.update;

import dev.muster.core.update.Rollout;
import dev.muster.core.update.WaveCount;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.web.Chart;
import dev.muster.server.web.Html;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How long the devices of a rollout took from its offer to the evidence that proves it. */
final class LatencyChart {
    private static final String ID = "latency";

    /** A column for each, and one for those that took longer than the last. */
    private static final List<Duration> WITHIN = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(3));

    /** Answered from the index {@code update_target_latency} alone, 100,000 devices as well. */
    static final String TOOK = "select took, count(*) as n from (select case "
            + bounds()
            + " else " + WITHIN.size()
            + " end as took from (select settled_at - offered_at as micros from update_target"
            + " where org = ? and rollout = ? and state = 'UPDATED' and settled_at is not null) t) b group by took";

    private LatencyChart() {}

    private static String bounds() {
        List<String> whens = new ArrayList<>();
        for (int i = 0; i < WITHIN.size(); i++) {
            whens.add("when micros <= " + WITHIN.get(i).toNanos() / 1000 + " then " + i);
        }
        return String.join(" ", whens);
    }

    static Html.Node of(Tx tx, String org, Rollout rollout, WaveCount count) {
        String title = "From offer to proof: " + rollout.id();
        Map<Integer, Long> took =
                tx.query(TOOK, row -> Map.entry(row.integerOf("took"), row.number("n")), org, rollout.id()).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (took.isEmpty()) {
            return Chart.empty(ID, title, "No device has proved it yet.");
        }
        List<String> points = new ArrayList<>();
        List<Long> proved = new ArrayList<>();
        for (int i = 0; i <= WITHIN.size(); i++) {
            points.add(i < WITHIN.size() ? "≤ " + words(WITHIN.get(i)) : "longer");
            proved.add(took.getOrDefault(i, 0L));
        }
        points.add("not yet");
        proved.add(0L);
        List<Long> open = new ArrayList<>(Collections.nCopies(points.size() - 1, 0L));
        open.add((long) count.open());
        return new Chart(
                        ID,
                        title,
                        words(proved, points) + "; " + count.open() + " have not answered yet.",
                        points,
                        List.of(new Chart.Line("proved", "info", proved), new Chart.Line("not yet", "plain", open)))
                .columns();
    }

    /** The column in which half of them are through. */
    private static String words(List<Long> proved, List<String> points) {
        long all = proved.stream().mapToLong(Long::longValue).sum();
        long sum = 0;
        int half = 0;
        for (int i = 0; i < proved.size(); i++) {
            sum += proved.get(i);
            if (sum * 2 >= all) {
                half = i;
                break;
            }
        }
        return "Of " + all + " devices that proved it half took " + points.get(half);
    }

    private static String words(Duration time) {
        return time.toDays() > 0
                ? time.toDays() + " d"
                : time.toHours() > 0 ? time.toHours() + " h" : time.toMinutes() + " min";
    }
}
