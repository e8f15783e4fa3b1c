package dev.muster.format.network.nft;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Permissions that one rule can look up for all devices: the fields of the key, of which all that have this shape have the same.
 * Where all but the peer's network are one value the kernel hashes, and a change costs the same however many there are;
 * the others are a set of ranges.
 *
 * @param peer {@code any}, {@code n} for a name, {@code r} for ranges, or how many bits of its network count
 * @param numbers {@code d} one port of the target, {@code s} one of the source, {@code p} none; {@code i} ranges of both,
 *     {@code j} ranges without ports
 * @param name of the peer; empty unless {@code n}
 */
record NftShape(Way way, int family, String peer, char numbers, String name) {
    private static final Pattern SET = Pattern.compile("([ft])([46])-(any|n|r|[0-9]{1,3})-([dspij])(?:-(.+))?");
    private static final int OCTET = 255;

    /** Of a set's name; empty when it is none for permissions. */
    static Optional<NftShape> of(String set) {
        Matcher name = SET.matcher(set);
        if (!name.matches() || (name.group(5) != null) != name.group(3).equals("n")) {
            return Optional.empty();
        }
        Way way = name.group(1).equals("f") ? Way.FROM_DEVICE : Way.TO_DEVICE;
        char numbers = name.group(4).charAt(0);
        String of = name.group(5) == null ? "" : name.group(5);
        return Optional.of(new NftShape(way, Integer.parseInt(name.group(2)), name.group(3), numbers, of));
    }

    /** The shape of a box. */
    static NftShape of(Box box) {
        boolean ports = !box.own().equals(Box.NUMBERS) || !box.other().equals(Box.NUMBERS);
        boolean from = box.way() == Way.FROM_DEVICE;
        Span source = from ? box.own() : box.other();
        Span target = from ? box.other() : box.own();
        char numbers = 'i';
        if (!ports) {
            numbers = box.protocol().single() ? 'p' : 'j';
        } else if (!NftText.icmp(box) && source.equals(Box.NUMBERS) && target.single()) {
            numbers = 'd';
        } else if (!NftText.icmp(box) && target.equals(Box.NUMBERS) && source.single()) {
            numbers = 's';
        }
        String peer = "r";
        if (!box.peers().name().isEmpty()) {
            peer = "n";
        } else if (numbers != 'i' && numbers != 'j') {
            peer = bits(box);
            numbers = !peer.equals("r") ? numbers : ports ? 'i' : 'j';
        }
        return new NftShape(
                box.way(), box.peers().family(), peer, numbers, box.peers().name());
    }

    private static String bits(Box box) {
        if (box.peer().equals(box.peers().all())) {
            return "any";
        }
        BigInteger size = box.peer().high().subtract(box.peer().low()).add(BigInteger.ONE);
        boolean network = size.bitCount() == 1 && box.peer().low().mod(size).signum() == 0;
        return network ? String.valueOf(Prefix.bits(box.peers().family()) - size.getLowestSetBit()) : "r";
    }

    String set() {
        String set = (from() ? "f" : "t") + family + "-" + peer + "-" + numbers;
        return name.isEmpty() ? set : set + "-" + name;
    }

    boolean from() {
        return way == Way.FROM_DEVICE;
    }

    boolean ranges() {
        return numbers == 'i' || numbers == 'j';
    }

    private boolean peers() {
        return !peer.equals("any") && !peer.equals("n");
    }

    /** The type of its keys. */
    String type() {
        String address = "ipv" + family + "_addr";
        List<String> fields = new ArrayList<>();
        if (peers()) {
            fields.add(address);
        }
        fields.add(from() ? "ether_addr" : address);
        fields.add("inet_proto");
        for (int i = 0; i < ports(); i++) {
            fields.add("inet_service");
        }
        return String.join(" . ", fields);
    }

    private int ports() {
        return numbers == 'i' ? 2 : numbers == 'd' || numbers == 's' ? 1 : 0;
    }

    /** What a rule asks the set. */
    String lookup() {
        String ip = family == 4 ? "ip" : "ip6";
        String there = ip + (from() ? " daddr" : " saddr");
        StringBuilder rule = new StringBuilder();
        if (peer.equals("n")) {
            rule.append(there)
                    .append(" @")
                    .append(NftText.set(new Peers(family, name)))
                    .append(' ');
        } else if (!peers() && from()) {
            rule.append("meta nfproto ipv").append(family).append(' ');
        } else if (peers()) {
            rule.append(there).append(mask()).append(" . ");
        }
        rule.append(from() ? "ether saddr" : ip + " daddr").append(" . meta l4proto");
        rule.append(numbers == 'i' || numbers == 's' ? " . th sport" : "");
        rule.append(numbers == 'i' || numbers == 'd' ? " . th dport" : "");
        return rule.append(" @").append(set()).toString();
    }

    private String mask() {
        int whole = Prefix.bits(family);
        int length = peer.equals("r") ? whole : Integer.parseInt(peer);
        if (length == whole) {
            return "";
        }
        BigInteger ones = BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE);
        return " & " + new Address(family, ones.shiftLeft(whole - length));
    }

    /**
     * The elements that say a box.
     *
     * @param subject the device's interface or address
     */
    List<String> elements(Box box, String subject) {
        Span source = from() ? box.own() : box.other();
        Span target = from() ? box.other() : box.own();
        String protocol = NftText.span(box.protocol());
        String head = subject + " . " + protocol;
        if (peers()) {
            String there = ranges()
                    ? NftText.addresses(box.peer(), family)
                    : new Address(family, box.peer().low()).toString();
            head = there + " . " + head;
        }
        return switch (numbers) {
            case 'd' -> List.of(head + " . " + target.low());
            case 's' -> List.of(head + " . " + source.low());
            case 'i' -> {
                List<String> all = new ArrayList<>();
                for (Span first : NftText.icmp(box) ? icmp(box) : List.of(source)) {
                    Span second = NftText.icmp(box) ? Box.NUMBERS : target;
                    all.add(head + " . " + NftText.span(first) + " . " + NftText.span(second));
                }
                yield all;
            }
            default -> List.of(head);
        };
    }

    /** Type and code of ICMP, where other protocols have the port of the source. */
    private static List<Span> icmp(Box box) {
        int low = box.own().low().intValue();
        int high = box.own().high().min(BigInteger.valueOf(OCTET)).intValue();
        int code = box.other().low().intValue();
        int last = box.other().high().min(BigInteger.valueOf(OCTET)).intValue();
        if (code == 0 && last == OCTET) {
            return List.of(Span.of((long) low << 8, (long) high << 8 | OCTET));
        }
        List<Span> all = new ArrayList<>();
        for (int type = low; type <= high; type++) {
            all.add(Span.of((long) type << 8 | code, (long) type << 8 | last));
        }
        return all;
    }

    /** A device's interface or address, and what an element permits it. */
    record Permit(String subject, Box box) {}

    /** @throws IllegalArgumentException when the element is none of this shape */
    Permit read(String element) {
        String[] words = element.split(" \\. ", -1);
        int at = peers() ? 1 : 0;
        if (words.length != at + 2 + ports()) {
            throw new IllegalArgumentException(element);
        }
        Peers room = new Peers(family, name);
        Span there = !peers() ? room.all() : ranges() ? addresses(words[0]) : network(words[0]);
        Span protocol = number(words[at + 1], OCTET);
        Span source = numbers == 's' || numbers == 'i' ? number(words[at + 2], 65535) : Box.NUMBERS;
        Span target = numbers == 'd' || numbers == 'i' ? number(words[words.length - 1], 65535) : Box.NUMBERS;
        int first = protocol.low().intValue();
        if (ports() > 0 && protocol.single() && (first == 1 || first == 58)) {
            return new Permit(words[at], icmp(room, there, protocol, source, target));
        }
        boolean has = protocol.single() && (first == 6 || first == 17);
        if (ports() > 0 && !has) {
            throw new IllegalArgumentException(element);
        }
        Box box = from()
                ? new Box(way, room, protocol, there, source, target)
                : new Box(way, room, protocol, there, target, source);
        return new Permit(words[at], box);
    }

    private Box icmp(Peers room, Span there, Span protocol, Span both, Span rest) {
        int low = both.low().intValue();
        int high = both.high().intValue();
        boolean codes = (low & OCTET) == 0 && (high & OCTET) == OCTET;
        if (numbers != 'i' || !rest.equals(Box.NUMBERS) || (!codes && low >> 8 != high >> 8)) {
            throw new IllegalArgumentException("types and codes");
        }
        Span type = NftMatch.open(Span.of(low >> 8, high >> 8));
        Span code = codes ? Box.NUMBERS : NftMatch.open(Span.of(low & OCTET, high & OCTET));
        return new Box(way, room, protocol, there, type, code);
    }

    private Span network(String word) {
        BigInteger low = address(word);
        int host = Prefix.bits(family) - Integer.parseInt(peer);
        return Span.of(new Prefix(family, low, Prefix.bits(family) - host));
    }

    private Span addresses(String word) {
        int dash = word.indexOf('-');
        return dash > 0
                ? new Span(address(word.substring(0, dash)), address(word.substring(dash + 1)))
                : Prefix.parse(word)
                        .filter(p -> p.family() == family)
                        .map(Span::of)
                        .orElseThrow(() -> new IllegalArgumentException(word));
    }

    private BigInteger address(String word) {
        return Address.parse(word)
                .filter(a -> a.family() == family)
                .map(Address::value)
                .orElseThrow(() -> new IllegalArgumentException(word));
    }

    private static Span number(String word, int most) {
        return NftMatch.span(word, most).orElseThrow(() -> new IllegalArgumentException(word));
    }
}
