package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads sections of our form back as the packets that pass to other zones and from them; anything else is a fault. */
final class OpenWrtReader {
    private static final List<String> KNOWN = List.of(
            "name",
            "family",
            "src",
            "dest",
            "src_mac",
            "src_ip",
            "dest_ip",
            "proto",
            "src_port",
            "dest_port",
            "icmp_type",
            "ipset",
            "target");

    private final Guarded device;
    private final Map<String, List<String>> options = new HashMap<>();

    private OpenWrtReader(Guarded device, List<String> section) {
        this.device = device;
        for (String line : section.subList(1, section.size())) {
            String[] words = line.split(" ", 3);
            boolean form = words.length == 3
                    && List.of("option", "list").contains(words[0])
                    && KNOWN.contains(words[1])
                    && words[2].matches("'[^']*'");
            if (!form) {
                throw fault(line);
            }
            options.computeIfAbsent(words[1], n -> new ArrayList<>()).add(words[2].substring(1, words[2].length() - 1));
        }
    }

    /** @throws IllegalArgumentException when there is anything that is not of our form */
    static PacketSet read(String text, Guarded device) {
        List<Box> out = new ArrayList<>();
        List<Box> router = new ArrayList<>();
        List<Box> in = new ArrayList<>();
        List<String> shut = new ArrayList<>();
        for (List<String> section : OpenWrtCompiler.sections(text)) {
            if (!section.getFirst().equals("config rule")) {
                continue;
            }
            OpenWrtReader rule = new OpenWrtReader(device, section);
            if (rule.one("target").equals("DROP")) {
                shut.add(rule.one("name"));
                continue;
            }
            if (shut.stream().anyMatch(name -> name.startsWith("muster-shut"))) {
                throw fault("a permission after the last rule");
            }
            boolean from = rule.from();
            (from ? rule.has("dest") ? out : router : in).addAll(rule.boxes(from));
        }
        if (!shut.containsAll(List.of("muster-shut", "muster-shut-out", "muster-spoofed-4-out", "muster-spoofed-6-out"))
                || !PacketSet.of(out).sameAs(PacketSet.of(router))) {
            throw fault("what is not permitted is not shut");
        }
        return PacketSet.of(out).or(PacketSet.of(in));
    }

    private boolean from() {
        boolean from = one("src").equals("lan");
        boolean right = from
                ? one("src_mac").equals(device.mac())
                        && (!has("dest") || one("dest").equals("*"))
                : one("src").equals("*") && one("dest").equals("lan");
        if (!right || !one("target").equals("ACCEPT")) {
            throw fault("a rule that we never write: " + options);
        }
        return from;
    }

    private List<Box> boxes(boolean from) {
        int family = Integer.parseInt(one("family").substring(3));
        List<String> own = options.getOrDefault(from ? "src_ip" : "dest_ip", List.of());
        List<String> expected = from
                ? List.of()
                : device.addresses(family).stream().map(Prefix::toString).toList();
        if (!own.equals(expected)) {
            throw fault("a rule for other addresses: " + own);
        }
        Peers peers = new Peers(family, "");
        List<Span> spans = new ArrayList<>();
        if (has("ipset")) {
            String[] words = one("ipset").split(" ", 2);
            peers = new Peers(family, words[0].substring(3));
            spans.add(peers.all());
        } else {
            for (String network : options.getOrDefault(from ? "dest_ip" : "src_ip", List.of())) {
                spans.add(Span.of(Prefix.parse(network).orElseThrow(() -> fault(network))));
            }
            if (spans.isEmpty()) {
                spans.add(peers.all());
            }
        }
        Span protocol = one("proto").equals("all") ? Box.PROTOCOLS : Span.of(Integer.parseInt(one("proto")));
        Span mine = numbers(from ? "src_port" : "dest_port");
        Span theirs = numbers(from ? "dest_port" : "src_port");
        if (has("icmp_type")) {
            String[] words = one("icmp_type").split("/", 2);
            mine = octet(words[0]);
            theirs = words.length == 2 ? octet(words[1]) : Box.NUMBERS;
        }
        List<Box> boxes = new ArrayList<>();
        for (Span span : spans) {
            boxes.add(new Box(from ? Way.FROM_DEVICE : Way.TO_DEVICE, peers, protocol, span, mine, theirs));
        }
        return boxes;
    }

    private static Span octet(String text) {
        int value = Integer.parseInt(text);
        return value == 255 ? Span.of(value, 65535) : Span.of(value);
    }

    private Span numbers(String name) {
        if (!has(name)) {
            return Box.NUMBERS;
        }
        String[] ends = one(name).split("-", 2);
        return Span.of(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    private boolean has(String name) {
        return options.containsKey(name);
    }

    private String one(String name) {
        List<String> all = options.getOrDefault(name, List.of());
        if (all.size() != 1) {
            throw fault(name + " once: " + options);
        }
        return all.getFirst();
    }

    private static IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("not understood: " + what);
    }
}
