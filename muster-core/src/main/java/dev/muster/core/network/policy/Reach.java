package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which devices can open what to which others, as their policies say: "can any camera reach any lock". */
public final class Reach {
    private Reach() {}

    /**
     * A device in the question.
     *
     * @param addresses where others find it; a device without any can be found by nobody
     * @param permitted its policy; empty where nothing restricts it
     */
    public record Party(String name, List<Prefix> addresses, Optional<PacketSet> permitted) {
        public Party {
            addresses = List.copyOf(addresses);
        }
    }

    /** @param flows what the first may open to the second, seen from the first */
    public record Path(String from, String to, PacketSet flows) {}

    /** Every pair with anything that both policies let pass. Names lead nowhere here: who they are is known on the device. */
    public static List<Path> between(List<Party> from, List<Party> to) {
        List<Path> ways = new ArrayList<>();
        for (Party opener : from) {
            for (Party other : to) {
                if (!opener.name().equals(other.name())) {
                    PacketSet flows = flows(opener, other);
                    if (!flows.isEmpty()) {
                        ways.add(new Path(opener.name(), other.name(), flows));
                    }
                }
            }
        }
        return ways;
    }

    private static PacketSet flows(Party opener, Party other) {
        PacketSet there = to(other.addresses(), Way.FROM_DEVICE);
        PacketSet out = opener.permitted().map(there::and).orElse(there);
        if (out.isEmpty() || other.permitted().isEmpty()) {
            return out;
        }
        PacketSet in = other.permitted().get().and(to(opener.addresses(), Way.TO_DEVICE));
        List<Box> seen = new ArrayList<>();
        for (Box box : in.boxes()) {
            for (Prefix address : other.addresses()) {
                if (address.family() == box.peers().family()) {
                    boolean icmp = box.protocol().single()
                            && List.of(1, 58).contains(box.protocol().low().intValue());
                    seen.add(new Box(
                            Way.FROM_DEVICE,
                            box.peers(),
                            box.protocol(),
                            Span.of(address),
                            icmp ? box.own() : box.other(),
                            icmp ? box.other() : box.own()));
                }
            }
        }
        return out.and(PacketSet.of(seen));
    }

    private static PacketSet to(List<Prefix> addresses, Way way) {
        return PacketSet.of(addresses.stream()
                .map(a -> new Box(way, new Peers(a.family(), ""), Box.PROTOCOLS, Span.of(a), Box.NUMBERS, Box.NUMBERS))
                .toList());
    }
}
