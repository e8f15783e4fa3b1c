package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules that a RADIUS server gives a switch or access point for one session: NAS-Filter-Rule (RFC 4849), one rule a line, in the
 * language of IPFilterRule (RFC 6733 §4.3.1). Such a filter keeps no state. Answers of TCP are let through as {@code
 * established}; answers of other protocols can only be let through with everything of the kind, which {@link #beyond} tells.
 * Read back and compared before it is handed out.
 */
final class FilterRuleCompiler implements Compiler {
    private static final int TCP = 6;
    private static final int ICMP = 1;
    private static final int ECHO = 8;
    private static final int ECHO_REPLY = 0;
    private static final int OCTET = 255;

    @Override
    public String target() {
        return "radius";
    }

    @Override
    public String compile(PacketSet permitted) {
        StringBuilder text = new StringBuilder();
        permitted.boxes().forEach(box -> lines(box, "", text));
        permitted.boxes().forEach(box -> answer(box).forEach(a -> lines(a, tcp(a) ? " established" : "", text)));
        text.append("deny in ip from any to any\ndeny out ip from any to any\n");
        if (!FilterRuleReader.read(text.toString()).sameAs(permitted.or(beyond(permitted)))) {
            throw new IllegalStateException("the rules do not say what was asked");
        }
        return text.toString();
    }

    @Override
    public PacketSet beyond(PacketSet permitted) {
        List<Box> answers = permitted.boxes().stream()
                .flatMap(box -> answer(box).stream())
                .filter(a -> !tcp(a))
                .toList();
        return PacketSet.of(answers).minus(permitted);
    }

    private static boolean tcp(Box box) {
        return box.protocol().equals(Span.of(TCP));
    }

    /** What comes back in a flow that the box's packets open. */
    private static List<Box> answer(Box box) {
        Way back = box.way() == Way.FROM_DEVICE ? Way.TO_DEVICE : Way.FROM_DEVICE;
        Span own = box.own();
        if (box.protocol().equals(Span.of(ICMP)) && !own.equals(Box.NUMBERS)) {
            // Only questions have answers, and of these a filter's language knows one.
            if (!own.equals(Span.of(ECHO))) {
                return List.of();
            }
            own = Span.of(ECHO_REPLY);
        }
        return List.of(new Box(back, box.peers(), box.protocol(), box.peer(), own, box.other()));
    }

    private static void lines(Box box, String option, StringBuilder text) {
        if (!box.peers().name().isEmpty()) {
            throw no("RADIUS has no names", box);
        }
        boolean every = box.protocol().equals(Box.PROTOCOLS);
        if (!every && !box.protocol().single()) {
            throw no("a rule of RADIUS is for one protocol or for all", box);
        }
        boolean in = box.way() == Way.FROM_DEVICE;
        int protocol = box.protocol().low().intValue();
        boolean icmp = !every && (protocol == ICMP || protocol == 58);
        String types = icmp ? types(box, protocol) : option;
        String own = icmp ? "" : ports(box.own());
        String other = icmp ? "" : ports(box.other());
        for (Prefix network : KubernetesCompiler.networks(box.peers().family(), box.peer())) {
            text.append("permit ").append(in ? "in " : "out ").append(every ? "ip" : String.valueOf(protocol));
            String device = "assigned" + own;
            String peer = network + other;
            text.append(" from ").append(in ? device : peer).append(" to ").append(in ? peer : device);
            text.append(types).append('\n');
        }
    }

    private static String types(Box box, int protocol) {
        if (!box.other().equals(Box.NUMBERS) || (protocol != ICMP && !box.own().equals(Box.NUMBERS))) {
            throw no("RADIUS has types of ICMP, and no codes and no types of ICMPv6", box);
        }
        if (box.own().equals(Box.NUMBERS)) {
            return "";
        }
        int high = Math.min(OCTET, box.own().high().intValue());
        return " icmptypes " + box.own().low() + (box.own().single() ? "" : "-" + high);
    }

    private static String ports(Span span) {
        if (span.equals(Box.NUMBERS)) {
            return "";
        }
        return " " + span.low() + (span.single() ? "" : "-" + span.high());
    }

    private static IllegalArgumentException no(String why, Box box) {
        return new IllegalArgumentException(why + ": " + PlainWords.line(box));
    }

    /** Reads rules of our form back as the packets that open flows. */
    static final class FilterRuleReader {
        private FilterRuleReader() {}

        /** @throws IllegalArgumentException when a rule is not of our form */
        static PacketSet read(String text) {
            List<Box> boxes = new ArrayList<>();
            List<String> lines = text.lines().toList();
            int rules = lines.size() - 2;
            if (rules < 0
                    || !lines.get(rules).equals("deny in ip from any to any")
                    || !lines.get(rules + 1).equals("deny out ip from any to any")) {
                throw new IllegalArgumentException("the last two rules deny");
            }
            lines.subList(0, rules).forEach(line -> {
                Words words = new Words(List.of(line.split(" ", -1)));
                if (!words.answers()) {
                    boxes.add(words.box());
                } else if (!words.protocol().equals(Span.of(TCP))) {
                    throw new IllegalArgumentException("established is for TCP: " + line);
                }
            });
            return PacketSet.of(boxes);
        }
    }

    private record Words(List<String> all) {
        boolean answers() {
            return all.getLast().equals("established");
        }

        Span protocol() {
            return all.get(2).equals("ip") ? Box.PROTOCOLS : Span.of(Integer.parseInt(all.get(2)));
        }

        Box box() {
            int to = all.indexOf("to");
            int options = all.indexOf("icmptypes");
            boolean in = all.get(1).equals("in");
            boolean form = all.getFirst().equals("permit")
                    && (in || all.get(1).equals("out"))
                    && all.get(3).equals("from")
                    && to > 4;
            List<String> first = form ? all.subList(4, to) : List.of();
            List<String> second = form ? all.subList(to + 1, options < 0 ? all.size() : options) : List.of();
            List<String> device = in ? first : second;
            List<String> peer = in ? second : first;
            if (!form || device.isEmpty() || !device.getFirst().equals("assigned") || peer.isEmpty()) {
                throw new IllegalArgumentException("not understood: " + String.join(" ", all));
            }
            Prefix network = Prefix.parse(peer.getFirst()).orElseThrow(IllegalArgumentException::new);
            Span own = options < 0 ? numbers(device) : numbers(all.subList(options, all.size()));
            return new Box(
                    in ? Way.FROM_DEVICE : Way.TO_DEVICE,
                    new dev.muster.format.network.packet.Peers(network.family(), ""),
                    protocol(),
                    Span.of(network),
                    options < 0 ? own : reaching(own),
                    numbers(peer));
        }

        private static Span reaching(Span span) {
            return span.high().intValue() == OCTET ? new Span(span.low(), Box.NUMBERS.high()) : span;
        }

        private static Span numbers(List<String> end) {
            if (end.size() > 2) {
                throw new IllegalArgumentException("not understood: " + String.join(" ", end));
            }
            if (end.size() < 2) {
                return Box.NUMBERS;
            }
            String[] ends = end.get(1).split("-", 2);
            return Span.of(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        }
    }
}
