package dev.muster.server.console;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.topic.Gauges;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numbers of the fleet page, for who draws them over time. */
final class FleetGauges {
    private FleetGauges() {}

    static void addTo(Gauges gauges, FleetReader fleet) {
        gauges.ofOrganisation(
                        "muster_devices",
                        "Devices on the register.",
                        org -> Gauges.Sample.of(status(fleet, org).devices()))
                .ofOrganisation(
                        "muster_devices_trusted",
                        "Devices with affirming evidence that is not too old, and free to work.",
                        org -> Gauges.Sample.of(status(fleet, org).trusted()))
                .ofOrganisation(
                        "muster_devices_silent",
                        "Devices that would be trusted, had they shown evidence lately.",
                        org -> Gauges.Sample.of(status(fleet, org).silent()))
                .ofOrganisation(
                        "muster_devices_held",
                        "Devices that are quarantined, degraded or stopped.",
                        org -> Gauges.Sample.of(status(fleet, org).held()))
                .ofOrganisation(
                        "muster_devices_needing_someone",
                        "Devices that are not trusted and should be: a person has to look.",
                        org -> Gauges.Sample.of(status(fleet, org).needSomeone()))
                .ofOrganisation(
                        "muster_devices_in_state",
                        "Devices in each state of their life.",
                        org -> Gauges.Sample.each("state", status(fleet, org).states()))
                .ofOrganisation(
                        "muster_devices_with_verdict",
                        "Devices with each verdict of their newest evidence; none for those that never attested.",
                        org -> Gauges.Sample.each("verdict", status(fleet, org).verdicts()))
                .ofOrganisation(
                        "muster_devices_running",
                        "Devices with each attested version, the most frequent ones.",
                        org -> versions(status(fleet, org).software()));
    }

    private static FleetStatus status(FleetReader fleet, OrgId org) {
        return fleet.status(org, Optional.empty());
    }

    private static List<Gauges.Sample> versions(Map<String, Integer> software) {
        return software.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Gauges.SAMPLES_MAX)
                .map(one -> new Gauges.Sample(Map.of("version", one.getKey()), one.getValue()))
                .toList();
    }
}
