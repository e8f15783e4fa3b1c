package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Sections for OpenWrt's {@code /etc/config/firewall} (firewall4) that guard one device of the zone {@code lan}: what it may open
 * to other zones and to the router, what may be opened to it, and nothing else. Its own addresses are the only ones that it may
 * send from. Names become sets that dnsmasq fills; the sections for {@code /etc/config/dhcp} stand at the end. Read back and
 * compared before it is handed out. Between devices of one zone OpenWrt's firewall does not stand.
 */
public final class OpenWrtCompiler implements Compiler {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int OCTET = 255;

    /** dnsmasq gives no end of its own; what was not asked for again within this time is let go. */
    private static final int NAME_SECONDS = 3600;

    private final Guarded device;

    public OpenWrtCompiler(Guarded device) {
        this.device = device;
    }

    @Override
    public String target() {
        return "openwrt";
    }

    @Override
    public String compile(PacketSet permitted) {
        PacketSet here = reachable(permitted);
        StringBuilder text = new StringBuilder();
        for (int family : new int[] {4, 6}) {
            spoofed(family, text);
        }
        int number = 0;
        for (Box box : here.boxes()) {
            number++;
            if (box.way() == Way.FROM_DEVICE) {
                // Without a destination a rule is for what the router itself gets.
                rule("muster-" + number, box, List.of("src 'lan'", "src_mac '" + device.mac() + "'"), text);
                rule(
                        "muster-" + number + "-out",
                        box,
                        List.of("src 'lan'", "dest '*'", "src_mac '" + device.mac() + "'"),
                        text);
            } else {
                rule("muster-" + number, box, List.of("src '*'", "dest 'lan'"), text);
            }
        }
        text.append(section("rule", "muster-shut", "src 'lan'", "src_mac '" + device.mac() + "'", "target 'DROP'"));
        text.append(section(
                "rule", "muster-shut-out", "src 'lan'", "dest '*'", "src_mac '" + device.mac() + "'", "target 'DROP'"));
        for (int family : new int[] {4, 6}) {
            if (device.has(family)) {
                text.append("config rule\n\toption name 'muster-shut-in-" + family + "'\n\toption family 'ipv" + family
                        + "'\n\toption src '*'\n\toption dest 'lan'\n");
                device.addresses(family).forEach(a -> text.append("\tlist dest_ip '" + a + "'\n"));
                text.append("\toption target 'DROP'\n\n");
            }
        }
        names(here, text);
        if (!OpenWrtReader.read(text.toString(), device).sameAs(here)) {
            throw new IllegalStateException("the sections do not say what was asked");
        }
        return text.toString();
    }

    /** A family in which the device has no address is shut. */
    private PacketSet reachable(PacketSet permitted) {
        return PacketSet.of(permitted.boxes().stream()
                .filter(box -> device.has(box.peers().family()))
                .toList());
    }

    private void spoofed(int family, StringBuilder text) {
        for (String way : List.of("", "-out")) {
            text.append("config rule\n\toption name 'muster-spoofed-" + family + way + "'\n\toption family 'ipv"
                    + family + "'\n\toption src 'lan'\n");
            if (!way.isEmpty()) {
                text.append("\toption dest '*'\n");
            }
            text.append("\toption src_mac '" + device.mac() + "'\n");
            device.addresses(family).forEach(a -> text.append("\tlist src_ip '!" + a + "'\n"));
            if (family == 4) {
                // A device that asks for an address has none.
                text.append("\tlist src_ip '!0.0.0.0/32'\n");
            } else {
                text.append("\tlist src_ip '!fe80::/10'\n\tlist src_ip '!::/128'\n");
            }
            text.append("\toption target 'DROP'\n\n");
        }
    }

    private void rule(String name, Box box, List<String> options, StringBuilder text) {
        boolean from = box.way() == Way.FROM_DEVICE;
        int family = box.peers().family();
        text.append("config rule\n\toption name '" + name + "'\n\toption family 'ipv" + family + "'\n");
        options.forEach(option -> text.append("\toption " + option + "\n"));
        if (!from) {
            device.addresses(family).forEach(a -> text.append("\tlist dest_ip '" + a + "'\n"));
        }
        if (!box.peers().name().isEmpty()) {
            text.append("\toption ipset '" + set(box.peers()) + (from ? " dest" : " src") + "'\n");
        } else if (!box.peer().equals(box.peers().all())) {
            for (Prefix network : KubernetesCompiler.networks(family, box.peer())) {
                text.append("\tlist " + (from ? "dest_ip" : "src_ip") + " '" + network + "'\n");
            }
        }
        protocol(box, from, text);
        text.append("\toption target 'ACCEPT'\n\n");
    }

    private static void protocol(Box box, boolean from, StringBuilder text) {
        boolean every = box.protocol().equals(Box.PROTOCOLS);
        if (!every && !box.protocol().single()) {
            throw new IllegalArgumentException(
                    "a rule of OpenWrt is for one protocol or for all: " + PlainWords.line(box));
        }
        int protocol = box.protocol().low().intValue();
        text.append("\toption proto '" + (every ? "all" : String.valueOf(protocol)) + "'\n");
        if (!every && (protocol == ICMP || protocol == ICMPV6)) {
            icmp(box, text);
            return;
        }
        if (!box.own().equals(Box.NUMBERS)) {
            text.append("\toption " + (from ? "src_port" : "dest_port") + " '" + numbers(box.own()) + "'\n");
        }
        if (!box.other().equals(Box.NUMBERS)) {
            text.append("\toption " + (from ? "dest_port" : "src_port") + " '" + numbers(box.other()) + "'\n");
        }
    }

    private static void icmp(Box box, StringBuilder text) {
        if (box.own().equals(Box.NUMBERS) && box.other().equals(Box.NUMBERS)) {
            return;
        }
        boolean code = box.other().single();
        if (!box.own().single()
                || !(code || box.other().equals(Box.NUMBERS))
                || box.own().low().intValue() > OCTET) {
            throw new IllegalArgumentException("OpenWrt has one type of ICMP at a time: " + PlainWords.line(box));
        }
        text.append("\tlist icmp_type '" + box.own().low()
                + (code ? "/" + box.other().low() : "") + "'\n");
    }

    private static String numbers(Span span) {
        return span.single() ? span.low().toString() : span.low() + "-" + span.high();
    }

    private static void names(PacketSet permitted, StringBuilder text) {
        TreeSet<Peers> named = new TreeSet<>();
        permitted.boxes().stream()
                .map(Box::peers)
                .filter(p -> !p.name().isEmpty())
                .forEach(named::add);
        for (Peers peers : named) {
            text.append("config ipset\n\toption name '" + set(peers) + "'\n\toption family 'ipv" + peers.family()
                    + "'\n\tlist match 'dest_ip'\n\toption timeout '" + NAME_SECONDS + "'\n\n");
        }
        if (!named.isEmpty()) {
            text.append("# /etc/config/dhcp\n");
        }
        for (Peers peers : named) {
            text.append("config ipset\n\tlist name '" + set(peers) + "'\n\tlist domain '" + peers.name() + "'\n\n");
        }
    }

    private static String set(Peers peers) {
        return "v" + peers.family() + "-" + peers.name();
    }

    private static String section(String type, String name, String... options) {
        StringBuilder text = new StringBuilder("config " + type + "\n\toption name '" + name + "'\n");
        for (String option : options) {
            text.append("\toption ").append(option).append('\n');
        }
        return text.append('\n').toString();
    }

    /** Which sections there are, in order. */
    static List<List<String>> sections(String text) {
        List<List<String>> sections = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("config ")) {
                sections.add(new ArrayList<>(List.of(line)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                sections.getLast().add(line.strip());
            }
        }
        return sections;
    }
}
