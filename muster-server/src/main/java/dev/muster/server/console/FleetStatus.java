package dev.muster.server.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fleet in numbers.
 *
 * @param trusted affirming evidence that is not too old, and free to work
 * @param held quarantined, degraded or stopped
 * @param silent they would be trusted, had they shown evidence lately
 * @param silentFirst some of them, those that were heard of longest ago first
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
        int needSomeone,
        Map<String, Integer> states,
        Map<String, Integer> verdicts,
        Map<String, Integer> software) {
    /** Who is named: more is a list and no sentence. */
    static final int NAMED_MOST = 3;

    static FleetStatus of(List<DeviceSummary> devices, Instant now) {
        Counter counter = new Counter();
        devices.forEach(device -> counter.add(device.state(), device.verdict(), device.software(), 1));
        List<DeviceSummary> silent =
                devices.stream().filter(device -> device.silent(now)).toList();
        return counter.status(
                silent.size(),
                silent.stream()
                        .sorted(Comparator.comparing((DeviceSummary device) ->
                                        device.attestedAt().orElse(Instant.MIN))
                                .thenComparing(DeviceSummary::id))
                        .limit(NAMED_MOST)
                        .map(DeviceSummary::id)
                        .toList());
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

        FleetStatus status(int silent, List<String> silentFirst) {
            return new FleetStatus(
                    devices, believed - silent, held, silent, silentFirst, need + silent, states, verdicts, software);
        }
    }
}
