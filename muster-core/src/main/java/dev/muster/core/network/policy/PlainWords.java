package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.Map;

/** A policy for people: a line for each thing that is permitted. */
public final class PlainWords implements Compiler {
    private static final Map<Integer, String> PROTOCOLS =
            Map.of(1, "ICMP", 2, "IGMP", 6, "TCP", 17, "UDP", 58, "ICMPv6");

    @Override
    public String target() {
        return "words";
    }

    @Override
    public String compile(PacketSet permitted) {
        if (permitted.isEmpty()) {
            return "The device may talk to nobody.\n";
        }
        StringBuilder text = new StringBuilder();
        permitted.boxes().forEach(box -> text.append(line(box)).append('\n'));
        return text.toString();
    }

    /** One box as a sentence. */
    public static String line(Box box) {
        String peer = peer(box);
        String what = protocol(box.protocol());
        boolean icmp = box.protocol().single() && (what.equals("ICMP") || what.equals("ICMPv6"));
        String own = numbers(
                box.own(), icmp ? " type " : box.way() == Way.FROM_DEVICE ? " from its port " : " to its port ");
        String other = numbers(box.other(), icmp ? " code " : box.way() == Way.FROM_DEVICE ? " port " : " from port ");
        if (icmp) {
            return (box.way() == Way.FROM_DEVICE ? "It may send " : "It may get ") + what + own + other
                    + (box.way() == Way.FROM_DEVICE ? " to " : " from ") + peer + ".";
        }
        return box.way() == Way.FROM_DEVICE
                ? "It may open " + what + " to " + peer + other + own + "."
                : peer + " may open " + what + " to it" + own + other + ".";
    }

    private static String peer(Box box) {
        int family = box.peers().family();
        if (!box.peers().name().isEmpty()) {
            return box.peers().name() + " (IPv" + family + ")";
        }
        if (box.peer().equals(box.peers().all())) {
            return "anybody (IPv" + family + ")";
        }
        Address low = new Address(family, box.peer().low());
        return box.peer().single()
                ? low.toString()
                : low + " to " + new Address(family, box.peer().high());
    }

    private static String protocol(Span protocol) {
        if (protocol.equals(Box.PROTOCOLS)) {
            return "anything";
        }
        return protocol.single()
                ? PROTOCOLS.getOrDefault(protocol.low().intValue(), "protocol " + protocol.low())
                : "protocols " + protocol.low() + " to " + protocol.high();
    }

    private static String numbers(Span span, String word) {
        if (span.equals(Box.NUMBERS)) {
            return "";
        }
        return word + (span.single() ? span.low().toString() : span.low() + "-" + span.high());
    }
}
