package dev.muster.format.network.packet;

import java.math.BigInteger;

/**
 * A packet that opens a flow, as a filter sees it.
 *
 * @param peers the room of the other end
 * @param peer the other end's address as a number; 0 in a room with a name
 * @param protocol 0 to 255
 * @param own the device's port, or the ICMP type; 0 for other protocols
 * @param other the other end's port, or the ICMP code
 */
public record Packet(Way way, Peers peers, BigInteger peer, int protocol, int own, int other) {}
