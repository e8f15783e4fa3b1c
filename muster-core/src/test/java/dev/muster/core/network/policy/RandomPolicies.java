package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Packet;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Policies of a few rules and prohibitions, and packets near their edges. */
final class RandomPolicies {
    private static final int[] PROTOCOLS4 = {1, 2, 6, 6, 6, 17, 17, 17, 50, 89};
    private static final int[] PROTOCOLS6 = {6, 6, 6, 17, 17, 17, 50, 58, 89};

    /** Types that are not neighbour discovery, which every device may do. */
    private static final int[] ICMP_TYPES = {0, 3, 8, 11, 13, 128, 129, 150};

    private RandomPolicies() {}

    static PacketSet policy(Random random) {
        PacketSet permitted = PacketSet.NONE;
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            permitted = permitted.or(PacketSet.of(List.of(box(random))));
            if (random.nextInt(3) == 0) {
                permitted = permitted.minus(PacketSet.of(List.of(box(random))));
            }
        }
        return permitted;
    }

    static Box box(Random random) {
        Way way = random.nextBoolean() ? Way.FROM_DEVICE : Way.TO_DEVICE;
        int family = random.nextInt(3) == 0 ? 6 : 4;
        Peers peers = new Peers(family, "");
        Span peer = random.nextInt(4) == 0 ? peers.all() : Span.of(prefix(family, random));
        if (random.nextInt(8) == 0) {
            int low = random.nextInt(250);
            return new Box(way, peers, Span.of(low, low + random.nextInt(256 - low)), peer, Box.NUMBERS, Box.NUMBERS);
        }
        int protocol = protocol(family, random);
        boolean ports = protocol == 6 || protocol == 17;
        Span own = ports ? ports(random) : protocol == 1 || protocol == 58 ? type(random) : Box.NUMBERS;
        Span other = ports ? ports(random) : Box.NUMBERS;
        return new Box(way, peers, Span.of(protocol), peer, own, other);
    }

    private static int protocol(int family, Random random) {
        int[] all = family == 4 ? PROTOCOLS4 : PROTOCOLS6;
        return all[random.nextInt(all.length)];
    }

    private static Span type(Random random) {
        return random.nextBoolean() ? Box.NUMBERS : Span.of(ICMP_TYPES[random.nextInt(ICMP_TYPES.length)]);
    }

    private static Span ports(Random random) {
        int low = 1 + random.nextInt(65535);
        return switch (random.nextInt(3)) {
            case 0 -> Box.NUMBERS;
            case 1 -> Span.of(low);
            default -> Span.of(low, low + random.nextInt(65536 - low));
        };
    }

    private static Prefix prefix(int family, Random random) {
        int length = family == 4 ? 9 + random.nextInt(24) : 33 + random.nextInt(96);
        return Prefix.parse(new Address(family, address(family, random)) + "/" + length)
                .orElseThrow();
    }

    /** Addresses of networks that are nobody's special ones. */
    private static BigInteger address(int family, Random random) {
        return family == 4
                ? BigInteger.valueOf((random.nextBoolean() ? 20L << 24 : 93L << 24) | random.nextInt(1 << 24))
                : BigInteger.valueOf(0x20010db8L).shiftLeft(96).or(new BigInteger(96, random));
    }

    static List<Packet> packets(PacketSet policy, int count, Random random) {
        List<Packet> packets = new ArrayList<>();
        Map<List<Object>, Way> flows = new HashMap<>();
        while (packets.size() < count) {
            Box near = policy.isEmpty() || random.nextInt(4) == 0
                    ? box(random)
                    : policy.boxes().get(random.nextInt(policy.boxes().size()));
            Packet packet = packet(near, random);
            // A packet of a flow that was opened from the other side is an answer, and passes as one.
            List<Object> flow = List.of(packet.peer(), packet.protocol(), packet.own(), packet.other());
            if (flows.computeIfAbsent(flow, f -> packet.way()) == packet.way()) {
                packets.add(packet);
            }
        }
        return packets;
    }

    private static Packet packet(Box near, Random random) {
        int family = near.peers().family();
        int wanted = near.protocol().low().intValue();
        // Only what the receiving end has an ear for.
        boolean heard = near.protocol().single()
                && IntStream.of(family == 4 ? PROTOCOLS4 : PROTOCOLS6).anyMatch(p -> p == wanted);
        int protocol = heard && random.nextInt(3) > 0 ? wanted : protocol(family, random);
        BigInteger peer = pick(near.peer(), random);
        if (!routed(family, peer)) {
            peer = address(family, random);
        }
        if (protocol == 1 || protocol == 58) {
            int type = near.own().single() && near.own().low().intValue() < 256
                    ? near.own().low().intValue()
                    : ICMP_TYPES[random.nextInt(ICMP_TYPES.length)];
            return new Packet(near.way(), near.peers(), peer, protocol, type, random.nextInt(3));
        }
        boolean ports = protocol == 6 || protocol == 17;
        int own = ports ? Math.max(1, pick(near.own(), random).intValue()) : 0;
        int other = ports ? Math.max(1, pick(near.other(), random).intValue()) : 0;
        return new Packet(near.way(), near.peers(), peer, protocol, Math.min(own, 65535), Math.min(other, 65535));
    }

    /** In the span, at its edges, or just beyond them. */
    private static BigInteger pick(Span span, Random random) {
        BigInteger size = span.high().subtract(span.low()).add(BigInteger.ONE);
        return switch (random.nextInt(6)) {
            case 0 -> span.low();
            case 1 -> span.high();
            case 2 -> span.low().subtract(BigInteger.ONE).max(BigInteger.ZERO);
            case 3 -> span.high().add(BigInteger.ONE);
            default -> span.low().add(new BigInteger(size.bitLength() + 8, random).mod(size));
        };
    }

    private static boolean routed(int family, BigInteger peer) {
        if (family == 4) {
            int top = peer.shiftRight(24).intValue();
            return top == 20 || top == 93;
        }
        return peer.shiftRight(96).equals(BigInteger.valueOf(0x20010db8L));
    }

    static String line(Packet p) {
        return p.way() + " " + p.peers().family() + " " + new Address(p.peers().family(), p.peer()) + " " + p.protocol()
                + " " + p.own() + " " + p.other();
    }
}
