package dev.muster.format.network.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Packets whose every field lies in one span.
 *
 * @param own the device's ports, or ICMP types; all of them unless the protocol is one that has them. An ICMP type or code
 *     that reaches 255 reaches 65535: all of them are written in one way, whatever the protocol
 * @param other the other end's ports, or ICMP codes
 */
public record Box(Way way, Peers peers, Span protocol, Span peer, Span own, Span other) {
    /** Any protocol. */
    public static final Span PROTOCOLS = Span.of(0, 255);

    /** Any port, type or code. */
    public static final Span NUMBERS = Span.of(0, 65535);

    private static final int DIMENSIONS = 4;

    /** Every packet of one way and room. */
    public static Box all(Way way, Peers peers) {
        return new Box(way, peers, PROTOCOLS, peers.all(), NUMBERS, NUMBERS);
    }

    public boolean has(Packet packet) {
        return way == packet.way()
                && peers.equals(packet.peers())
                && protocol.has(java.math.BigInteger.valueOf(packet.protocol()))
                && peer.has(packet.peer())
                && own.has(java.math.BigInteger.valueOf(packet.own()))
                && other.has(java.math.BigInteger.valueOf(packet.other()));
    }

    /** Whether nothing is in both; asked far more often than what is. */
    boolean apart(Box that) {
        return way != that.way
                || peer.apart(that.peer)
                || protocol.apart(that.protocol)
                || other.apart(that.other)
                || own.apart(that.own)
                || !peers.equals(that.peers);
    }

    /** What both have. */
    Optional<Box> and(Box that) {
        if (apart(that)) {
            return Optional.empty();
        }
        Box both = this;
        for (int i = 0; i < DIMENSIONS; i++) {
            Optional<Span> span = span(i).and(that.span(i));
            if (span.isEmpty()) {
                return Optional.empty();
            }
            both = both.with(i, span.get());
        }
        return Optional.of(both);
    }

    /** What the other does not have, in pieces that have nothing in common. */
    List<Box> minus(Box that) {
        if (apart(that)) {
            return List.of(this);
        }
        List<Box> pieces = new ArrayList<>();
        Box rest = this;
        // The protocol first: only pieces of one protocol may be divided by ports.
        for (int i = 0; i < DIMENSIONS; i++) {
            int dimension = i;
            Box here = rest;
            here.span(i).below(that.span(i)).ifPresent(s -> pieces.add(here.with(dimension, s)));
            here.span(i).above(that.span(i)).ifPresent(s -> pieces.add(here.with(dimension, s)));
            rest = here.with(i, here.span(i).and(that.span(i)).orElseThrow());
        }
        return pieces;
    }

    /** Both as one box, when they differ in one span and touch there. */
    Optional<Box> joined(Box that) {
        if (way != that.way || !peers.equals(that.peers)) {
            return Optional.empty();
        }
        int differs = -1;
        for (int i = 0; i < DIMENSIONS; i++) {
            if (!span(i).equals(that.span(i))) {
                if (differs >= 0) {
                    return Optional.empty();
                }
                differs = i;
            }
        }
        // Protocols with and without ports must not be joined while ports are named.
        boolean ports = !own.equals(NUMBERS) || !other.equals(NUMBERS);
        if (differs < 0 || (differs == 0 && ports)) {
            return differs < 0 ? Optional.of(this) : Optional.empty();
        }
        int dimension = differs;
        return span(differs).joined(that.span(differs)).map(s -> with(dimension, s));
    }

    private Span span(int dimension) {
        return switch (dimension) {
            case 0 -> protocol;
            case 1 -> peer;
            case 2 -> own;
            default -> other;
        };
    }

    private Box with(int dimension, Span span) {
        return switch (dimension) {
            case 0 -> new Box(way, peers, span, peer, own, other);
            case 1 -> new Box(way, peers, protocol, span, own, other);
            case 2 -> new Box(way, peers, protocol, peer, span, other);
            default -> new Box(way, peers, protocol, peer, own, span);
        };
    }
}
