package dev.muster.format.network.mud;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonCursor;
import dev.muster.format.network.mud.Finding.Code;
import dev.muster.format.network.packet.Prefix;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Matches of addresses, names and protocols ({@code ipv4}, {@code ipv6}, {@code eth}). */
final class NetworkReader {
    private static final String DNS = "ietf-acldns";

    /** Of many interfaces: the last bit of the first octet. */
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F][13579bBdDfF]([:-][0-9a-fA-F]{2}){5}");

    private static final Map<String, Integer> ETHERTYPES =
            Map.of("ipv4", 0x0800, "arp", 0x0806, "rarp", 0x8035, "vlan", 0x8100, "ipv6", 0x86dd, "eap", 0x888e);

    /** What the number of a protocol is called where a number is wanted. */
    private static final Map<String, Integer> PROTOCOLS =
            Map.of("icmp", 1, "igmp", 2, "tcp", 6, "udp", 17, "icmpv6", 58, "ipv6-icmp", 58, "icmp6", 58);

    /** RFC 1123 §2.1 with the underscore that the field uses; no wildcard, because RFC 8520 has none. */
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}\\.?$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");

    private final Members matches;
    private final Acl.Type type;
    private final Runnable notUnderstood;
    private int family;
    private OptionalInt protocol = OptionalInt.empty();
    private OptionalInt ethertype = OptionalInt.empty();
    private Optional<JsonCursor> toGroup = Optional.empty();

    NetworkReader(Members matches, Acl.Type type, Runnable notUnderstood) {
        this.matches = matches;
        this.type = type;
        this.notUnderstood = notUnderstood;
    }

    int family() {
        return family;
    }

    OptionalInt protocol() {
        return protocol;
    }

    OptionalInt ethertype() {
        return ethertype;
    }

    Ace.Network read() {
        return bounded(ends());
    }

    private Ace.Network ends() {
        family = type == Acl.Type.IPV4 ? 4 : type == Acl.Type.IPV6 ? 6 : 0;
        ethernet();
        Optional<JsonCursor> four = header("ipv4");
        Optional<JsonCursor> six = header("ipv6");
        if (four.isPresent() && six.isPresent()) {
            matches.note(Code.ACE_FAMILY_DIFFERS, "a rule is for IPv4 or for IPv6 (RFC 8519 has a choice)");
            notUnderstood.run();
        }
        if (four.isEmpty() && six.isEmpty()) {
            return flat();
        }
        int here = four.isPresent() ? 4 : 6;
        if (family != 0 && family != here) {
            matches.note(Code.ACE_FAMILY_DIFFERS, "an IPv" + here + " match in a list of IPv" + family);
            notUnderstood.run();
        }
        family = here;
        return AceReader.object(matches, four.or(() -> six), notUnderstood)
                .map(this::header)
                .orElse(Ace.Network.ANY);
    }

    /**
     * Rules of packets do not tell interfaces apart, and would permit to all of them what is said of one. What is sent to
     * everybody is told by where the packet goes.
     */
    private void interfaces(Members eth, String name) {
        Optional<JsonCursor> at = eth.own(AclReader.MODULE, name);
        if (at.isEmpty()) {
            return;
        }
        boolean everybody = name.startsWith("destination")
                && eth.text(at).filter(text -> GROUP.matcher(text).matches()).isPresent();
        if (everybody) {
            toGroup = at;
        } else {
            eth.note(Code.INTERFACE_NOT_ENFORCED, at.get(), "rules do not tell interfaces apart");
            notUnderstood.run();
        }
    }

    private Ace.Network bounded(Ace.Network ends) {
        int frames = ethertype.orElse(Ace.SOME_FRAMES);
        boolean packets = frames == Ace.SOME_FRAMES || frames == 0x0800 || frames == 0x86dd;
        boolean said = ends.destination().isPresent()
                || matches.cursor().find("ietf-mud:mud").isPresent();
        if (toGroup.isPresent() && packets && !said) {
            matches.note(Code.INTERFACE_NOT_ENFORCED, toGroup.get(), "it does not say where its packets go");
            notUnderstood.run();
        }
        return ends;
    }

    private Optional<JsonCursor> header(String name) {
        return matches.drafted(matches.own(AclReader.MODULE, name), AclReader.MODULE, name + "-acl");
    }

    /** Drafts before 11 had the header's members among the matches. */
    private Ace.Network flat() {
        for (String member : matches.cursor().names()) {
            boolean here = member.equals("protocol") || member.endsWith("-dnsname") || member.contains("-ipv");
            if (here) {
                family = family == 0 ? member.contains("ipv6") ? 6 : 4 : family;
                matches.note(Code.WORD_OF_A_DRAFT, "a draft had \"" + member + "\" beside the headers");
                return ends(matches);
            }
        }
        return Ace.Network.ANY;
    }

    private Ace.Network header(Members ip) {
        Ace.Network ends = ends(ip);
        if (!ip.nothingElse(Code.MEMBER_UNKNOWN)) {
            notUnderstood.run();
        }
        return ends;
    }

    private Ace.Network ends(Members ip) {
        ip.own(AclReader.MODULE, "protocol").ifPresent(at -> protocol = number(ip, at));
        String word = "ipv" + family + "-network";
        return new Ace.Network(
                network(ip, "source-" + word),
                network(ip, "destination-" + word),
                host(ip, "src-dnsname"),
                host(ip, "dst-dnsname"));
    }

    private OptionalInt number(Members ip, JsonCursor at) {
        String text = at.value() instanceof Json.Text t ? t.value().toLowerCase(Locale.ROOT) : "";
        Integer named = PROTOCOLS.get(text);
        if (named != null) {
            ip.note(Code.WORD_OF_A_DRAFT, at, "\"" + text + "\" is written " + named);
            return OptionalInt.of(named);
        }
        Optional<Long> number = ip.number(at, 0, 255);
        if (number.isEmpty()) {
            notUnderstood.run();
        }
        return number.map(n -> OptionalInt.of(n.intValue())).orElse(OptionalInt.empty());
    }

    private Optional<Prefix> network(Members ip, String name) {
        Optional<JsonCursor> at = ip.own(AclReader.MODULE, name);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        String text = ip.text(at).orElse("");
        Optional<Prefix> prefix = Prefix.parse(text).filter(p -> p.family() == family);
        if (prefix.isEmpty()) {
            ip.note(Code.NETWORK_NOT_READ, at.get(), "\"" + text + "\" is no IPv" + family + " network");
            notUnderstood.run();
        } else if (text.indexOf('/') < 0
                || !Prefix.parse(text.split("/", 2)[0])
                        .orElseThrow()
                        .base()
                        .equals(prefix.get().base())) {
            ip.note(Code.NETWORK_HOST_BITS, at.get(), text + " is read as " + prefix.get());
        }
        return prefix;
    }

    private Optional<String> host(Members ip, String name) {
        Optional<JsonCursor> at = ip.added(DNS, name);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        String text = ip.text(at).orElse("").toLowerCase(Locale.ROOT);
        if (Prefix.parse(text).isPresent() || !HOST.matcher(text).matches()) {
            ip.note(Code.NAME_NOT_A_HOST, at.get(), "\"" + text + "\" is no name of a host");
            notUnderstood.run();
            return Optional.empty();
        }
        return Optional.of(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
    }

    /** A number, or one of the words of {@code ieee802-ethertype}; the field also has hexadecimal text. */
    private int type(Members eth, JsonCursor at) {
        String text = at.value() instanceof Json.Text t ? t.value().strip().toLowerCase(Locale.ROOT) : "";
        Integer named = ETHERTYPES.get(text);
        if (named != null) {
            return named;
        }
        if (text.matches("0x[0-9a-f]{1,4}")) {
            return Integer.parseInt(text.substring(2), 16);
        }
        Optional<Long> number = eth.number(at, 0, 0xffff);
        if (number.isEmpty()) {
            eth.note(Code.MEMBER_NOT_READ, at, "no type of a frame");
            notUnderstood.run();
        }
        return number.map(Long::intValue).orElse(Ace.SOME_FRAMES);
    }

    private void ethernet() {
        AceReader.object(matches, matches.own(AclReader.MODULE, "eth"), notUnderstood)
                .ifPresent(eth -> {
                    // Without a type it still speaks of some frames only.
                    ethertype = OptionalInt.of(eth.own(AclReader.MODULE, "ethertype")
                            .map(at -> type(eth, at))
                            .orElse(Ace.SOME_FRAMES));
                    for (String name : List.of("destination-mac-address", "source-mac-address")) {
                        interfaces(eth, name);
                    }
                    eth.note(
                            Code.ETHERNET_NOT_ENFORCED,
                            "what it says of frames is not enforced; what it says of packets is");
                    if (!eth.nothingElse(Code.MEMBER_UNKNOWN)) {
                        notUnderstood.run();
                    }
                });
    }
}
