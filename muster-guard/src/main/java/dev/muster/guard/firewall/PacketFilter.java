package dev.muster.guard.firewall;

import java.io.IOException;
import java.util.Optional;

/** The packet filter of this machine: what is loaded is in force, and what is listed is what the kernel has. */
public interface PacketFilter {
    /**
     * Loads a ruleset in one transaction: all of it or nothing.
     *
     * @throws IOException when the kernel did not take it
     */
    void load(byte[] ruleset) throws IOException;

    /** The kernel's table {@code inet muster} in words, without what counts; empty when there is none. */
    Optional<String> list() throws IOException;

    /**
     * Another table in words.
     *
     * @param table family and name, such as {@code inet muster-gateway}
     * @throws IOException when this filter shows none but the device's own
     */
    default Optional<String> list(String table) throws IOException {
        throw new IOException("this packet filter has no table " + table + " for us");
    }

    /** A table in words, with what counts; empty when there is none, or this filter does not say. */
    default Optional<String> counted(String table) throws IOException {
        return Optional.empty();
    }
}
