package dev.muster.agent;

import dev.muster.format.devices.orders.Order;
import java.util.List;

/** Why the agent's loop wakes before its next duty is due. */
sealed interface Wake {

    /** The server asks for something. */
    record Orders(List<Order> orders) implements Wake {}

    /** A session of maintenance began or ended, or something went wrong, and the server should know. */
    record ToTell() implements Wake {}

    /** Somebody at the device wants evidence sent. */
    record Asked() implements Wake {}

    /** Somebody at the device had the software started again, or the other slot. */
    record Restarted() implements Wake {}

    /** Files in the active slot changed. */
    record Changed() implements Wake {}
}
