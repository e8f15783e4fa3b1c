package dev.muster.server.console;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.ledger.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An order to a device, as its entries say.
 *
 * @param asked the entry that issued it
 * @param end how it was closed; empty while it is open
 */
record DeviceOrder(Entry asked, OrderIssued order, Optional<End> end) {
    /** The entry that closed an order. */
    record End(Entry entry, OrderClosed closed) {}

    /** An entry of either kind with its event. */
    record Said(Entry entry, DeviceEvent event) {}

    /**
     * The orders in these entries: the open ones first, then the closed ones, each from the newest. Of several entries
     * about one order the first counts, as in the register.
     *
     * @param said in rising order of index
     */
    static List<DeviceOrder> of(List<Said> said) {
        Map<String, End> ends = new HashMap<>();
        Map<String, DeviceOrder> orders = new HashMap<>();
        for (Said one : said) {
            switch (one.event()) {
                case OrderIssued issued ->
                    orders.putIfAbsent(issued.order(), new DeviceOrder(one.entry(), issued, Optional.empty()));
                case OrderClosed closed -> ends.putIfAbsent(closed.order(), new End(one.entry(), closed));
                default -> {}
            }
        }
        List<DeviceOrder> open = new ArrayList<>();
        List<DeviceOrder> closed = new ArrayList<>();
        orders.values().stream()
                .map(order -> new DeviceOrder(
                        order.asked(),
                        order.order(),
                        Optional.ofNullable(ends.get(order.order().order()))))
                .sorted((a, b) -> Long.compare(b.asked().index(), a.asked().index()))
                .forEach(order -> (order.end().isEmpty() ? open : closed).add(order));
        open.addAll(closed);
        return open;
    }

    boolean open() {
        return end.isEmpty();
    }

    /** {@code open}, or how it ended. */
    String state() {
        return end.map(e -> e.closed().outcome().name().toLowerCase(Locale.ROOT))
                .orElse("open");
    }
}
