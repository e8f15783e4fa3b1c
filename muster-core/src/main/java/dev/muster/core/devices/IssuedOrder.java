package dev.muster.core.devices;

import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderOutcome;
import java.util.Optional;

/**
 * An order as the register knows it.
 *
 * @param device to whom
 * @param because why it was issued
 * @param outcome how it ended; empty while it is open
 */
public record IssuedOrder(DeviceId device, Order order, String because, Optional<OrderOutcome> outcome) {
    public boolean open() {
        return outcome.isEmpty();
    }
}
