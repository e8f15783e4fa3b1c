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
        Map<String, Integer> states = new TreeMap<>();
        Map<String, Integer> verdicts = new TreeMap<>();
        Map<String, Integer> software = new TreeMap<>();
        for (DeviceSummary device : devices) {
            states.merge(device.state().isEmpty() ? "none" : device.state(), 1, Integer::sum);
            verdicts.merge(device.verdict().isEmpty() ? "none" : device.verdict(), 1, Integer::sum);
            software.merge(device.software().isEmpty() ? "unknown" : device.software(), 1, Integer::sum);
        }
        int trusted = (int) devices.stream().filter(DeviceSummary::trusted).count();
        int held = (int) devices.stream().filter(DeviceSummary::held).count();
        int need = (int) devices.stream().filter(DeviceSummary::needsSomeone).count();
        return new FleetStatus(devices.size(), trusted, held, need, states, verdicts, software);
    }
}
