package dev.muster.agent.tls;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Segment;

/** A TCP connection by its ends, the one that opened it first. */
public record Connection(Address from, int port, Address to, int served) {
    static Connection of(Segment sent) {
        return new Connection(sent.source(), sent.sourcePort(), sent.target(), sent.targetPort());
    }

    static Connection answered(Segment answer) {
        return new Connection(answer.target(), answer.targetPort(), answer.source(), answer.sourcePort());
    }
}
