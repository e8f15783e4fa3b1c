package dev.muster.core.host;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.host.HostReport;
import java.time.Instant;

/** The desk for what devices say about their hosts. The signature was checked by the door. */
public final class HostReports {
    private HostReports() {}

    /** Keeps a device's table. A device whose clock is ahead is taken to have looked now. */
    public static Decision<HostReported> take(DeviceId device, HostReport report, Instant now) {
        HostReported event = new HostReported(report.facts().stream()
                .map(f -> new HostReported.Property(
                        f.key(), f.value(), f.standing().word(), f.detail()))
                .toList());
        Instant at = report.at().isAfter(now) ? now : report.at();
        return Decision.of(
                event, new Draft(device.subject(), at, device.subject().text(), event));
    }
}
