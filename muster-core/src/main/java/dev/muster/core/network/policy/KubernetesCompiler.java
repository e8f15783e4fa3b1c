package dev.muster.core.network.policy;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonReader;
import dev.muster.format.json.JsonWriter;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Kubernetes NetworkPolicy ({@code networking.k8s.io/v1}, JSON) for pods with the label {@code muster.dev/policy: device},
 * read back and compared before it is handed out. It has no names, no ICMP and no ports of the opener: a policy that needs them
 * is refused with what cannot be said, because a policy that is nearly the right one is another one.
 */
final class KubernetesCompiler implements Compiler {
    private static final Map<Integer, String> PROTOCOLS = Map.of(6, "TCP", 17, "UDP", 132, "SCTP");

    @Override
    public String target() {
        return "kubernetes";
    }

    @Override
    public String compile(PacketSet permitted) {
        String text = new String(JsonWriter.indented(policy(permitted)), StandardCharsets.UTF_8);
        if (!KubernetesReader.read(JsonReader.read(text.getBytes(StandardCharsets.UTF_8)))
                .sameAs(permitted)) {
            throw new IllegalStateException("the policy does not say what was asked");
        }
        return text;
    }

    private static Json policy(PacketSet permitted) {
        Map<String, Json> spec = new LinkedHashMap<>();
        spec.put("podSelector", object("matchLabels", object("muster.dev/policy", Json.of("device"))));
        spec.put("policyTypes", Json.of(List.of(Json.of("Ingress"), Json.of("Egress"))));
        spec.put("ingress", Json.of(rules(permitted, Way.TO_DEVICE, "from")));
        spec.put("egress", Json.of(rules(permitted, Way.FROM_DEVICE, "to")));
        Map<String, Json> policy = new LinkedHashMap<>();
        policy.put("apiVersion", Json.of("networking.k8s.io/v1"));
        policy.put("kind", Json.of("NetworkPolicy"));
        policy.put("metadata", object("name", Json.of("muster-device")));
        policy.put("spec", new Json.Obj(spec));
        return new Json.Obj(policy);
    }

    private static List<Json> rules(PacketSet permitted, Way way, String side) {
        List<Json> rules = new ArrayList<>();
        for (Box box : permitted.boxes()) {
            if (box.way() != way) {
                continue;
            }
            Map<String, Json> rule = new LinkedHashMap<>();
            rule.put(side, Json.of(peers(box)));
            if (!box.protocol().equals(Box.PROTOCOLS)) {
                rule.put("ports", Json.of(List.of(port(box))));
            }
            rules.add(new Json.Obj(rule));
        }
        return rules;
    }

    private static List<Json> peers(Box box) {
        if (!box.peers().name().isEmpty()) {
            throw new IllegalArgumentException("Kubernetes has no names: " + PlainWords.line(box));
        }
        List<Json> peers = new ArrayList<>();
        for (Prefix prefix : networks(box.peers().family(), box.peer())) {
            peers.add(object("ipBlock", object("cidr", Json.of(prefix.toString()))));
        }
        return peers;
    }

    private static Json port(Box box) {
        String protocol =
                box.protocol().single() ? PROTOCOLS.get(box.protocol().low().intValue()) : null;
        Span served = box.way() == Way.FROM_DEVICE ? box.other() : box.own();
        Span opener = box.way() == Way.FROM_DEVICE ? box.own() : box.other();
        if (protocol == null || !opener.equals(Box.NUMBERS)) {
            throw new IllegalArgumentException(
                    "Kubernetes has TCP, UDP and SCTP, and no ports of the opener: " + PlainWords.line(box));
        }
        Map<String, Json> port = new LinkedHashMap<>();
        port.put("protocol", Json.of(protocol));
        if (!served.equals(Box.NUMBERS)) {
            // Port 0 is of no packet here, and Kubernetes counts from 1.
            if (served.low().signum() == 0) {
                throw new IllegalArgumentException("Kubernetes counts ports from 1: " + PlainWords.line(box));
            }
            port.put("port", Json.of(served.low().longValue()));
            if (!served.single()) {
                port.put("endPort", Json.of(served.high().longValue()));
            }
        }
        return new Json.Obj(port);
    }

    /** The fewest networks that are together a span of addresses. */
    static List<Prefix> networks(int family, Span span) {
        List<Prefix> networks = new ArrayList<>();
        BigInteger at = span.low();
        while (at.compareTo(span.high()) <= 0) {
            int bits = Math.min(at.signum() == 0 ? Prefix.bits(family) : at.getLowestSetBit(), Prefix.bits(family));
            while (at.add(BigInteger.ONE.shiftLeft(bits))
                            .subtract(BigInteger.ONE)
                            .compareTo(span.high())
                    > 0) {
                bits--;
            }
            networks.add(Prefix.parse(new Address(family, at) + "/" + (Prefix.bits(family) - bits))
                    .orElseThrow());
            at = at.add(BigInteger.ONE.shiftLeft(bits));
        }
        return networks;
    }

    private static Json object(String name, Json value) {
        return new Json.Obj(Map.of(name, value));
    }
}
