package dev.muster.agent.server;

import dev.muster.format.devices.orders.OrderList;
import java.io.IOException;
import java.time.Duration;

/** The orders doors: what the server asks of this device. */
public final class OrdersClient {

    private final DeviceConnection connection;
    private final String org;

    public OrdersClient(DeviceConnection connection, String org) {
        this.connection = connection;
        this.org = org;
    }

    /**
     * Open orders, waiting for one to come.
     *
     * @param after the highest sequence that is already known, 0 for all open ones
     * @param wait at most {@link OrderList#MAX_WAIT_SECONDS}
     */
    public OrderList poll(long after, Duration wait) throws IOException, InterruptedException {
        String path = "/devices/" + org + "/orders?wait=" + wait.toSeconds() + "&after=" + after;
        return OrderList.parse(
                connection.get(path, wait).orRefused("asking for orders").body());
    }

    /** A page of the rules of an order that is open. */
    public byte[] page(String order, int number) throws IOException, InterruptedException {
        return connection
                .get(reportPath(org, order) + "/pages/" + number)
                .orRefused("page " + number + " of the rules")
                .body();
    }

    /** What the server said beside its last answer. */
    public Advice advice() {
        return connection.advice();
    }

    /** The door that takes the report of one order; sending the same again does no harm. */
    public static String reportPath(String org, String order) {
        return "/devices/" + org + "/orders/" + order;
    }
}
