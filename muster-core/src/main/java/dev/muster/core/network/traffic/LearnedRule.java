package dev.muster.core.network.traffic;

import dev.muster.format.network.packet.Way;
import java.time.Instant;

/**
 * One thing that a device was seen to need.
 *
 * @param peer of this kind: a host's name, a class's URN, a network; empty for local networks
 * @param low the lowest port that was served, or the type of ICMP
 * @param high the highest; more than {@code low} only where many were seen
 * @param first when it was seen first
 */
public record LearnedRule(
        Way way, int family, Kind kind, String peer, int protocol, int low, int high, long flows, Instant first) {

    /** How the other end is said. */
    public enum Kind {
        NAME,
        CONTROLLER,
        LOCAL,
        ADDRESS
    }

    /** Whether both are about the same other end, in the same way. */
    boolean beside(LearnedRule other) {
        return way == other.way
                && family == other.family
                && kind == other.kind
                && peer.equals(other.peer)
                && protocol == other.protocol;
    }

    LearnedRule with(LearnedRule other) {
        return new LearnedRule(
                way,
                family,
                kind,
                peer,
                protocol,
                Math.min(low, other.low),
                Math.max(high, other.high),
                flows + other.flows,
                first.isBefore(other.first) ? first : other.first);
    }
}
