package dev.muster.agent.linux;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Peers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The sets of our tables that hold the addresses of names. */
@FunctionalInterface
public interface AddressSets {
    /** The kernel's listing cuts lifetimes to whole seconds, and one of none would stay for ever. */
    Duration LEAST = Duration.ofSeconds(1);

    /**
     * Puts addresses into a name's set, all in one transaction; those that are there get the new end.
     *
     * @param table family and name of the table, such as {@code inet muster}
     * @param addresses of the family of the name's room
     * @param lifetime at least {@link #LEAST}
     * @throws IOException when the kernel did not take them: there is no such set, or it is full
     */
    void put(String table, Peers name, List<Address> addresses, Duration lifetime) throws IOException;
}
