package dev.muster.core.network.policy;

import dev.muster.format.network.mud.Ace;
import dev.muster.format.network.mud.Acl;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.Party;
import dev.muster.format.network.mud.PortRange;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a maker's description permits at a site (RFC 8520 §3, RFC 8519 §4): in each list the first rule that matches decides,
 * and what no rule permits is denied. Packets are those that open a flow; answers belong to the flow. A TCP rule with
 * {@code direction-initiated} permits opening from that side only.
 */
public final class MudPolicy {
    /** ICMP types and codes end here; see {@link Box}. */
    private static final int OCTET = 255;

    private final MudFile file;
    private final Site site;
    private final List<String> unmet = new ArrayList<>();
    private final List<Profiled> tls = new ArrayList<>();
    private final List<Box> free = new ArrayList<>();

    private MudPolicy(MudFile file, Site site) {
        this.file = file;
        this.site = site;
    }

    /**
     * What a description comes to.
     *
     * @param permitted packets that may open a flow; names are rooms of their own, filled where the filter runs
     * @param unmet rules that permit nothing here, and why
     * @param tls which of them only with TLS as described
     */
    public record Reading(PacketSet permitted, List<String> unmet, List<Profiled> tls) {
        public Reading {
            unmet = List.copyOf(unmet);
            tls = List.copyOf(tls);
        }
    }

    /** Reads a description for a site. */
    public static Reading read(MudFile file, Site site) {
        MudPolicy policy = new MudPolicy(file, site);
        PacketSet permitted = policy.way(Way.FROM_DEVICE).or(policy.way(Way.TO_DEVICE));
        PacketSet free = PacketSet.of(policy.free);
        List<Profiled> tls = policy.tls.stream()
                .map(rule -> new Profiled(rule.packets().minus(free), rule.profiles()))
                .filter(rule -> !rule.packets().isEmpty())
                .toList();
        return new Reading(permitted, policy.unmet, tls);
    }

    private PacketSet way(Way way) {
        List<Box> permitted = new ArrayList<>();
        PacketSet forbidden = PacketSet.NONE;
        for (Acl acl : file.lists(way == Way.FROM_DEVICE)) {
            for (Ace ace : acl.aces()) {
                PacketSet rule = PacketSet.of(boxes(acl, ace, way));
                if (ace.forwarding() == Ace.Forwarding.ACCEPT) {
                    PacketSet fresh = rule.minus(forbidden);
                    permitted.addAll(fresh.boxes());
                    if (way == Way.FROM_DEVICE && !ace.profiles().isEmpty()) {
                        tls.add(new Profiled(fresh, ace.profiles()));
                    } else {
                        free.addAll(fresh.boxes());
                    }
                } else {
                    // Earlier permissions stand: the first rule that matches decides.
                    forbidden = forbidden.or(rule);
                }
            }
        }
        return PacketSet.of(permitted);
    }

    private List<Box> boxes(Acl acl, Ace ace, Way way) {
        boolean from = way == Way.FROM_DEVICE;
        if (ace.initiated().isPresent() && (ace.initiated().get() == Ace.Initiated.FROM_DEVICE) != from) {
            return List.of();
        }
        boolean bare = ace.protocol().isEmpty()
                && ace.party().isEmpty()
                && ace.network().equals(Ace.Network.ANY);
        if (acl.type() == Acl.Type.ETHERNET || (ace.ethertype().isPresent() && bare)) {
            return nothing(ace, "it speaks of frames");
        }
        boolean ownSide = from
                ? ace.network().source().isPresent()
                        || ace.network().sourceName().isPresent()
                : ace.network().destination().isPresent()
                        || ace.network().destinationName().isPresent();
        if (ownSide && ace.forwarding() == Ace.Forwarding.ACCEPT) {
            return nothing(ace, "it names the device's own address");
        }
        List<Box> boxes = new ArrayList<>();
        for (int family : ace.family() == 0 ? new int[] {4, 6} : new int[] {ace.family()}) {
            for (Room room : frames(ace, family) ? rooms(ace, family, from) : List.<Room>of()) {
                boxes.addAll(boxes(ace, way, room));
            }
        }
        if (boxes.isEmpty()) {
            nothing(ace, "nobody here is meant by it");
        }
        return boxes;
    }

    /** Whether frames of the rule's type have packets of this family. */
    private static boolean frames(Ace ace, int family) {
        int type = ace.ethertype().orElse(Ace.SOME_FRAMES);
        return type == Ace.SOME_FRAMES || type == (family == 4 ? 0x0800 : 0x86dd);
    }

    private List<Box> nothing(Ace ace, String why) {
        unmet.add(ace.name() + ": " + why);
        return List.of();
    }

    private static List<Box> boxes(Ace ace, Way way, Room room) {
        boolean from = way == Way.FROM_DEVICE;
        Span protocol = ace.protocol().isPresent() ? Span.of(ace.protocol().getAsInt()) : Box.PROTOCOLS;
        if (!ace.icmp().equals(Ace.Icmp.ANY)) {
            return List.of(new Box(
                    way,
                    room.peers(),
                    protocol,
                    room.span(),
                    octet(ace.icmp().type()),
                    octet(ace.icmp().code())));
        }
        List<Box> boxes = new ArrayList<>();
        for (PortRange source : ace.ports().source()) {
            for (PortRange destination : ace.ports().destination()) {
                Span own = ports(from ? source : destination);
                Span other = ports(from ? destination : source);
                boxes.add(new Box(way, room.peers(), protocol, room.span(), own, other));
            }
        }
        return boxes;
    }

    private static Span ports(PortRange range) {
        return Span.of(range.low(), range.high());
    }

    private static Span octet(OptionalInt number) {
        if (number.isEmpty()) {
            return Box.NUMBERS;
        }
        return number.getAsInt() == OCTET
                ? new Span(Span.of(OCTET).low(), Box.NUMBERS.high())
                : Span.of(number.getAsInt());
    }

    private record Room(Peers peers, Span span) {}

    /** Whom the rule means: everything that it says of the other end must hold at once (RFC 8519 §4). */
    private List<Room> rooms(Ace ace, int family, boolean from) {
        Optional<String> name =
                from ? ace.network().destinationName() : ace.network().sourceName();
        Optional<Prefix> network =
                from ? ace.network().destination() : ace.network().source();
        if (name.isPresent()) {
            boolean alone = network.isEmpty() && ace.party().isEmpty();
            Peers peers = new Peers(family, name.get());
            return alone || ace.forwarding() != Ace.Forwarding.ACCEPT
                    ? List.of(new Room(peers, peers.all()))
                    : List.of();
        }
        Peers peers = new Peers(family, "");
        List<Span> spans = network.map(p -> List.of(Span.of(p))).orElse(List.of(peers.all()));
        for (Party party : ace.party()) {
            List<Span> both = new ArrayList<>();
            for (Prefix prefix : addresses(party)) {
                if (prefix.family() == family) {
                    spans.forEach(span -> span.and(Span.of(prefix)).ifPresent(both::add));
                }
            }
            spans = both;
        }
        return spans.stream().map(span -> new Room(peers, span)).toList();
    }

    private List<Prefix> addresses(Party party) {
        return switch (party) {
            case Party.LocalNetworks local -> site.local();
            case Party.Controller controller -> site.controller(controller.uri());
            case Party.MyController mine -> site.controller(file.url());
            case Party.Manufacturer maker -> neighbours(maker.host(), "");
            case Party.SameManufacturer same -> neighbours(file.authority(), "");
            case Party.Model model -> neighbours("", model.url());
        };
    }

    private List<Prefix> neighbours(String authority, String url) {
        return site.neighbours().stream()
                .filter(n -> url.isEmpty()
                        ? n.authority().equals(authority)
                        : n.mudUrl().equals(url))
                .flatMap(n -> n.addresses().stream())
                .toList();
    }
}
