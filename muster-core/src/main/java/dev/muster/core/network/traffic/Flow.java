package dev.muster.core.network.traffic;

import dev.muster.format.network.capture.ClientHello;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Packet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Way;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * What one side opened.
 *
 * @param way who opened it
 * @param peer the other end
 * @param name what the device called it; empty when it was not seen
 * @param own the device's port, or the type of ICMP
 * @param other the other end's port, or the code of ICMP
 * @param sure whether its first packet was seen; otherwise who opened it was told by its ports
 * @param hello how its TLS began, when that was seen
 */
public record Flow(
        Way way,
        Address peer,
        String name,
        int protocol,
        int own,
        int other,
        Instant first,
        long packets,
        boolean sure,
        Optional<ClientHello> hello) {

    /** The port that was served; 0 without ports. */
    public int served() {
        return way == Way.FROM_DEVICE ? other : own;
    }

    /** The packet that opened it, by the peer's address. */
    Packet byAddress() {
        return new Packet(way, new Peers(peer.family(), ""), peer.value(), protocol, own, other);
    }

    /** The packet that opened it, by the peer's name, when that is known and can be one of a policy. */
    Optional<Packet> byName() {
        return name.isEmpty() || !Peers.NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(new Packet(way, new Peers(peer.family(), name), BigInteger.ZERO, protocol, own, other));
    }
}
