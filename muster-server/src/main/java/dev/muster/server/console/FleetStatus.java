package dev.muster.server.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The fleet in numbers.
 *
 * @param trusted affirming evidence that is not too old, and free to work
 * @param held quarantined, degraded or stopped
 * @param silent they would be trusted, had they shown evidence lately
 * @param silentFirst some of them, those that were heard of longest ago first
 * @param fellBack they show another release than the one that they had been brought to, and are not away
 * @param fellBackFirst some of them
 * @param needSomeone not trusted, and in a state in which they should be
 * @param states how many in each state
 * @param verdicts how many with each trust tier; {@code none} for those never attested
 * @param software how many run each attested version
 */
record FleetStatus(
        int devices,
        int trusted,
        int held,
        int silent,
        List<String> silentFirst,
        int fellBack,
        List<String> fellBackFirst,
        int needSomeone,
        Map<String, Integer> states,
        Map<String, Integer> verdicts,
        Map<String, Integer> software) {
    /** Who is named: more is a list and no sentence. */
    static final int NAMED_MOST = 3;

    static FleetStatus of(List<DeviceSummary> devices, Instant now) {
        Counter counter = new Counter();
        devices.forEach(device -> counter.add(device.state(), device.verdict(), device.software(), 1));
        return counter.status(
                some(
                        devices.stream().filter(device -> device.silent(now)),
                        Comparator.comparing((DeviceSummary device) ->
                                        device.attestedAt().orElse(Instant.MIN))
                                .thenComparing(DeviceSummary::id)),
                some(devices.stream().filter(DeviceSummary::fellBackHere), Comparator.comparing(DeviceSummary::id)));
    }

    private static Some some(Stream<DeviceSummary> devices, Comparator<DeviceSummary> order) {
        List<String> all = devices.sorted(order).map(DeviceSummary::id).toList();
        return new Some(all.size(), all.stream().limit(NAMED_MOST).toList());
    }

    /** So many, and the first of them by name. */
    record Some(int count, List<String> first) {
        static final Some NONE = new Some(0, List.of());
    }

    /** Those whose newest evidence was good, however old that is. */
    int believed() {
        return trusted + silent;
    }

    /** Adds up devices that are alike. */
    static final class Counter {
        private final Map<String, Integer> states = new TreeMap<>();
        private final Map<String, Integer> verdicts = new TreeMap<>();
        private final Map<String, Integer> software = new TreeMap<>();
        private int devices;
        private int believed;
        private int held;
        private int need;

        void add(String state, String verdict, String version, int count) {
            states.merge(state.isEmpty() ? "none" : state, count, Integer::sum);
            verdicts.merge(verdict.isEmpty() ? "none" : verdict, count, Integer::sum);
            software.merge(version.isEmpty() ? "unknown" : version, count, Integer::sum);
            devices += count;
            believed += DeviceSummary.believed(state, verdict) ? count : 0;
            held += DeviceSummary.held(state) ? count : 0;
            need += DeviceSummary.needsSomeone(state, verdict) ? count : 0;
        }

        FleetStatus status(Some silent, Some fellBack) {
            return new FleetStatus(
                    devices,
                    believed - silent.count(),
                    held,
                    silent.count(),
                    silent.first(),
                    fellBack.count(),
                    fellBack.first(),
                    need + silent.count(),
                    states,
                    verdicts,
                    software);
        }
    }
}
