package dev.muster.core.devices;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.devices.orders.OrderKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * The server asks a device for something. Subject: {@code device/<id>}. Build it with {@link OrderDesk#issue}, which also
 * encodes the arguments. A second entry with the same order id in the organisation has no effect.
 *
 * @param order id, 1 to 64 of {@code A-Z a-z 0-9 . _ -}, unique within the organisation; derive it from the cause
 *     ({@code quarantine-17}, {@code rollout-3.cam-07.1}) so that a repeated run is the same order
 * @param kind what is asked
 * @param args the arguments as {@code dev.muster.format.devices.orders} encodes them
 * @param expiresAt the device must not begin after this
 * @param because a stable code of why: {@code quarantine}, {@code rollout}, {@code operator}, ...
 */
@EntryType("devices.order-issued")
public record OrderIssued(String order, OrderKind kind, byte[] args, Instant expiresAt, String because)
        implements DeviceEvent {

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderIssued that
                && order.equals(that.order)
                && kind == that.kind
                && Arrays.equals(args, that.args)
                && expiresAt.equals(that.expiresAt)
                && because.equals(that.because);
    }

    @Override
    public int hashCode() {
        return Objects.hash(order, kind, Arrays.hashCode(args), expiresAt, because);
    }
}
