package dev.muster.server;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.EndpointClosed;
import dev.muster.core.devices.EndpointOpened;
import dev.muster.core.governance.GovernanceEvent.Moved;
import dev.muster.core.ledger.Entry;
import dev.muster.core.network.WorkStep;
import dev.muster.ledger.Ledger;
import dev.muster.server.network.WorkOrders;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the network of work orders and sessions that ask for a vendor's endpoints. */
final class VendorWork implements WorkOrders {
    private static final Set<String> APPROVALS = Set.of("approve", "retro-approve");

    private final Ledger ledger;

    VendorWork(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Optional<WorkStep> step(Entry entry) {
        return switch (entry.subject().kind()) {
            case "work-order" -> order(entry);
            case "device" -> session(entry);
            default -> Optional.empty();
        };
    }

    /** A session of maintenance that was issued opens its place as an approved work order does, and in the same register. */
    private Optional<WorkStep> session(Entry entry) {
        if (!entry.type().startsWith("devices.endpoint-")) {
            return Optional.empty();
        }
        DeviceId device = DeviceId.of(entry.subject());
        return ledger.event(entry).flatMap(event -> switch (event) {
            case EndpointOpened opened -> {
                boolean six = opened.address().indexOf(':') >= 0;
                String place = (six ? "[" + opened.address() + "]" : opened.address()) + ":" + opened.port();
                yield Optional.of(new WorkStep(
                        opened.session(),
                        device,
                        Optional.of(List.of(place)),
                        true,
                        true,
                        Optional.of(opened.until()),
                        entry.index()));
            }
            case EndpointClosed closed ->
                Optional.of(new WorkStep(
                        closed.session(), device, Optional.empty(), false, false, Optional.empty(), entry.index()));
            default -> Optional.empty();
        });
    }

    private Optional<WorkStep> order(Entry entry) {
        return ledger.event(entry)
                .filter(Moved.class::isInstance)
                .map(Moved.class::cast)
                .filter(moved -> DeviceId.isDeviceId(moved.kind().getOrDefault("device", "")))
                .map(moved -> new WorkStep(
                        entry.subject().id(),
                        new DeviceId(moved.kind().getOrDefault("device", "")),
                        Optional.ofNullable(moved.fields().get("vendor-endpoints"))
                                .map(text -> text.isBlank()
                                        ? List.of()
                                        : List.of(text.strip().split("[,\\s]+"))),
                        APPROVALS.contains(moved.transition()),
                        moved.to().equals("in-progress"),
                        until(moved),
                        entry.index()));
    }

    private static Optional<Instant> until(Moved moved) {
        try {
            return Optional.ofNullable(moved.fields().get("window-end")).map(Instant::parse);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
