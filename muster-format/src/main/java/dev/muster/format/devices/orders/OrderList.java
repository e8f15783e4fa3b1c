package dev.muster.format.devices.orders;

import java.util.List;

/**
 * What one poll returns: open orders, oldest first.
 *
 * @param orders at most {@value #MAX_ORDERS}; the rest comes with the next poll
 */
public record OrderList(List<Order> orders) {

    /** Media type of everything in this package. */
    public static final String MEDIA_TYPE = "application/vnd.muster.orders+cbor";

    /** A device works on one order at a time; more than this would only be held in its memory. */
    public static final int MAX_ORDERS = 16;

    /** Shorter than the idle time-out of common NAT boxes and proxies (60 s). */
    public static final int MAX_WAIT_SECONDS = 50;

    public OrderList {
        if (orders.size() > MAX_ORDERS) {
            throw new IllegalArgumentException("at most " + MAX_ORDERS + " orders in one answer");
        }
        orders = List.copyOf(orders);
    }

    /** @throws OrderException when the bytes are not an array of orders */
    public static OrderList parse(byte[] bytes) {
        return OrderReader.list(bytes);
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        return OrderWriter.list(this);
    }
}
