package dev.muster.format.network.nft;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The matches of one rule, in any order, each at most once. */
final class NftMatch {
    private static final Map<String, Integer> PROTOCOLS = Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmpv6", 58);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    private final Way way;
    private int family;
    private Optional<Peers> peers = Optional.empty();
    private Optional<Span> peer = Optional.empty();
    private Optional<Span> protocol = Optional.empty();
    private Optional<Span> own = Optional.empty();
    private Optional<Span> other = Optional.empty();

    private NftMatch(Way way) {
        this.way = way;
    }

    /** The box of these words; empty when one of them is not understood. */
    static Optional<Box> read(List<String> words, Way way) {
        NftMatch match = new NftMatch(way);
        if (words.size() % 3 != 0) {
            return Optional.empty();
        }
        for (int i = 0; i < words.size(); i += 3) {
            if (!match.one(words.get(i), words.get(i + 1), words.get(i + 2))) {
                return Optional.empty();
            }
        }
        return match.box();
    }

    private boolean one(String header, String field, String value) {
        return switch (header) {
            case "meta" -> meta(field, value);
            case "ip" -> address(4, field, value);
            case "ip6" -> address(6, field, value);
            case "tcp", "udp", "icmp", "icmpv6" -> number(header, field, value);
            default -> false;
        };
    }

    private boolean meta(String field, String value) {
        if (field.equals("nfproto") && family == 0) {
            family = value.equals("ipv4") ? 4 : value.equals("ipv6") ? 6 : 0;
            return family != 0;
        }
        if (field.equals("l4proto") && protocol.isEmpty()) {
            protocol = span(value, 255);
            return protocol.isPresent();
        }
        return false;
    }

    private boolean address(int of, String field, String value) {
        if (!field.equals(way == Way.FROM_DEVICE ? "daddr" : "saddr") || family != 0) {
            return false;
        }
        family = of;
        if (value.startsWith("@v" + of + "-")) {
            String name = value.substring(4);
            peers = Optional.of(name)
                    .filter(n -> !n.isEmpty() && Peers.NAME.matcher(n).matches())
                    .map(n -> new Peers(of, n));
            return peers.isPresent();
        }
        int dash = value.indexOf('-');
        if (dash > 0) {
            Optional<Address> low = Address.parse(value.substring(0, dash)).filter(a -> a.family() == of);
            Optional<Address> high = Address.parse(value.substring(dash + 1)).filter(a -> a.family() == of);
            if (low.isPresent()
                    && high.isPresent()
                    && low.get().value().compareTo(high.get().value()) <= 0) {
                peer = Optional.of(new Span(low.get().value(), high.get().value()));
            }
        } else {
            peer = Prefix.parse(value).filter(p -> p.family() == of).map(Span::of);
        }
        return peer.isPresent();
    }

    private boolean number(String header, String field, String value) {
        Span implied = Span.of(PROTOCOLS.getOrDefault(header, -1));
        if (protocol.filter(p -> !p.equals(implied)).isPresent()) {
            return false;
        }
        protocol = Optional.of(implied);
        boolean icmp = header.startsWith("icmp");
        boolean from = way == Way.FROM_DEVICE;
        if (icmp && family == 0) {
            // The kernel's printer leaves the family out where the protocol says it.
            family = header.equals("icmp") ? 4 : 6;
        }
        boolean mine = field.equals(icmp ? "type" : from ? "sport" : "dport");
        boolean theirs = field.equals(icmp ? "code" : from ? "dport" : "sport");
        Optional<Span> span = span(value, icmp ? 255 : 65535).map(s -> icmp ? open(s) : s);
        if (mine && own.isEmpty()) {
            own = span;
        } else if (theirs && other.isEmpty()) {
            other = span;
        } else {
            return false;
        }
        return span.isPresent();
    }

    private Optional<Box> box() {
        if (family == 0) {
            return Optional.empty();
        }
        Peers room = peers.orElseGet(() -> new Peers(family, ""));
        return Optional.of(new Box(
                way,
                room,
                protocol.orElse(Box.PROTOCOLS),
                peer.orElseGet(room::all),
                own.orElse(Box.NUMBERS),
                other.orElse(Box.NUMBERS)));
    }

    /** A type or code that reaches the last one there is, as a box has it. */
    static Span open(Span span) {
        return span.high().intValue() == 255 ? new Span(span.low(), Box.NUMBERS.high()) : span;
    }

    static Optional<Span> span(String value, int most) {
        String[] ends = value.split("-", -1);
        if (ends.length > 2
                || !NUMBER.matcher(ends[0]).matches()
                || !NUMBER.matcher(ends[ends.length - 1]).matches()) {
            return Optional.empty();
        }
        int low = Integer.parseInt(ends[0]);
        int high = Integer.parseInt(ends[ends.length - 1]);
        return low <= high && high <= most ? Optional.of(Span.of(low, high)) : Optional.empty();
    }
}
