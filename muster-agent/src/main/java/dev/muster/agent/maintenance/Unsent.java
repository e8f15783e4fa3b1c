package dev.muster.agent.maintenance;

/**
 * A record that waits for the server.
 *
 * @param byRole whether the person came with a role rather than a grant
 * @param bytes as the device signed it
 */
public record Unsent(String session, boolean byRole, byte[] bytes) {}
