package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.List;

/**
 * Where a work order stands that asks for a vendor's endpoints. Subject: {@code device/<id>}.
 *
 * @param order the work order's id
 * @param endpoints {@code ADDRESS:PORT} or {@code [ADDRESS]:PORT}, TCP
 * @param approved whether another person approved the order with these endpoints
 * @param working whether the work is under way
 * @param until when the window for the work ends
 * @param step index of the entry of the work order's step
 */
@EntryType("network.vendor-window")
public record VendorWindow(
        String order, List<String> endpoints, boolean approved, boolean working, Instant until, long step)
        implements NetworkEvent {
    public VendorWindow {
        endpoints = List.copyOf(endpoints);
    }

    /** Whether the device may reach the endpoints. */
    public boolean open(Instant now) {
        return approved && working && now.isBefore(until) && !endpoints.isEmpty();
    }
}
