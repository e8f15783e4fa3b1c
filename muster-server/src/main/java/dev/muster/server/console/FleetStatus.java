package dev.muster.server.console;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fleet in numbers.
 *
 * @param trusted affirming evidence and free to work
 * @param held quarantined, degraded or stopped
 * @param needSomeone not trusted, and in a state in which they should be
 * @param states how many in each state
 * @param verdicts how many with each trust tier; {@code none} for those never attested
 * @param software how many run each attested version
 */
record FleetStatus(
        int devices,
        int trusted,
        int held,
        int needSomeone,
        Map<String, Integer> states,
        Map<String, Integer> verdicts,
        Map<String, Integer> software) {
    static FleetStatus of(List<DeviceSummary> devices) {
        Counter counter = new Counter();
        devices.forEach(device -> counter.add(device.state(), device.verdict(), device.software(), 1));
        return counter.status();
    }

    /** Adds up devices that are alike. */
    static final class Counter {
        private final Map<String, Integer> states = new TreeMap<>();
        private final Map<String, Integer> verdicts = new TreeMap<>();
        private final Map<String, Integer> software = new TreeMap<>();
        private int devices;
        private int trusted;
        private int held;
        private int need;

        void add(String state, String verdict, String version, int count) {
            states.merge(state.isEmpty() ? "none" : state, count, Integer::sum);
            verdicts.merge(verdict.isEmpty() ? "none" : verdict, count, Integer::sum);
            software.merge(version.isEmpty() ? "unknown" : version, count, Integer::sum);
            devices += count;
            trusted += DeviceSummary.trusted(state, verdict) ? count : 0;
            held += DeviceSummary.held(state) ? count : 0;
            need += DeviceSummary.needsSomeone(state, verdict) ? count : 0;
        }

        FleetStatus status() {
            return new FleetStatus(devices, trusted, held, need, states, verdicts, software);
        }
    }
}
