package dev.muster.server.console;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.web.Chart;
import dev.muster.server.web.Html;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How old the newest evidence of each device is. */
final class FreshnessChart {
    private static final String ID = "freshness";
    private static final String TITLE = "Age of the newest evidence";

    private static final List<Duration> WITHIN = List.of(
            Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    private static final List<String> POINTS = List.of("≤ 1 h", "≤ 6 h", "≤ 1 d", "≤ 7 d", "≤ 30 d", "older", "never");

    /** Answered from the index {@code console_device_attested} alone. */
    static final String AGES =
            "select age, count(*) as n from (select case when attested_at >= ? then 0 when attested_at >= ? then 1"
                    + " when attested_at >= ? then 2 when attested_at >= ? then 3 when attested_at >= ? then 4 when"
                    + " attested_at >= 0 then 5 else 6 end as age from console_device where org = ?) a group by age";

    private FreshnessChart() {}

    static Html.Node now(Tx tx, OrgId org, Instant now) {
        List<Object> asked = new ArrayList<>(
                WITHIN.stream().map(age -> Micros.of(now.minus(age))).toList());
        asked.add(org.value());
        return of(tx.query(AGES, row -> Map.entry(row.integerOf("age"), row.number("n")), asked.toArray()).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    static Html.Node of(List<DeviceSummary> devices, Instant now) {
        return of(devices.stream().collect(Collectors.groupingBy(device -> age(device, now), Collectors.counting())));
    }

    private static int age(DeviceSummary device, Instant now) {
        if (device.attestedAt().isEmpty()) {
            return POINTS.size() - 1;
        }
        Instant at = device.attestedAt().get();
        return IntStream.range(0, WITHIN.size())
                .filter(i -> !at.isBefore(now.minus(WITHIN.get(i))))
                .findFirst()
                .orElse(WITHIN.size());
    }

    private static Html.Node of(Map<Integer, Long> ages) {
        List<Long> counts = IntStream.range(0, POINTS.size())
                .mapToObj(i -> ages.getOrDefault(i, 0L))
                .toList();
        long day = counts.get(0) + counts.get(1) + counts.get(2);
        long all = counts.stream().mapToLong(Long::longValue).sum();
        return new Chart(
                        ID,
                        TITLE,
                        "Of " + all + " devices " + day + " showed evidence within a day and " + counts.getLast()
                                + " never did.",
                        POINTS,
                        List.of(new Chart.Line("devices", "info", counts)))
                .columns();
    }
}
