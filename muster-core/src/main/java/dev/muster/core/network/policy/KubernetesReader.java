package dev.muster.core.network.policy;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonCursor;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a NetworkPolicy of our form back as the packets that it permits; anything else in it is a fault. */
final class KubernetesReader {
    private static final Map<String, Integer> PROTOCOLS = Map.of("TCP", 6, "UDP", 17, "SCTP", 132);

    private KubernetesReader() {}

    /** @throws dev.muster.format.json.JsonException when it is not of our form */
    static PacketSet read(Json policy) {
        JsonCursor spec = JsonCursor.of(policy).member("spec");
        List<String> types = spec.member("policyTypes").elements().stream()
                .map(JsonCursor::text)
                .toList();
        if (!types.equals(List.of("Ingress", "Egress"))) {
            throw spec.fault("both directions must be restricted");
        }
        List<Box> boxes = new ArrayList<>();
        spec.member("ingress").elements().forEach(rule -> rule(rule, Way.TO_DEVICE, "from", boxes));
        spec.member("egress").elements().forEach(rule -> rule(rule, Way.FROM_DEVICE, "to", boxes));
        return PacketSet.of(boxes);
    }

    private static void rule(JsonCursor rule, Way way, String side, List<Box> boxes) {
        known(rule, List.of(side, "ports"));
        List<JsonCursor> ports = rule.find("ports").map(JsonCursor::elements).orElse(List.of());
        for (JsonCursor peer : rule.member(side).elements()) {
            known(peer, List.of("ipBlock"));
            JsonCursor block = peer.member("ipBlock");
            known(block, List.of("cidr"));
            Prefix network = Prefix.parse(block.member("cidr").text()).orElseThrow(() -> block.fault("no network"));
            Peers peers = new Peers(network.family(), "");
            if (ports.isEmpty()) {
                boxes.add(new Box(way, peers, Box.PROTOCOLS, Span.of(network), Box.NUMBERS, Box.NUMBERS));
            }
            for (JsonCursor port : ports) {
                boxes.add(box(way, peers, Span.of(network), port));
            }
        }
    }

    private static Box box(Way way, Peers peers, Span network, JsonCursor port) {
        known(port, List.of("protocol", "port", "endPort"));
        Integer protocol = PROTOCOLS.get(port.member("protocol").text());
        if (protocol == null) {
            throw port.fault("no protocol of Kubernetes");
        }
        Optional<Long> low = port.find("port").map(p -> p.integer(1, 65535));
        Span served = low.map(l -> Span.of(
                        l, port.find("endPort").map(e -> e.integer(l, 65535)).orElse(l)))
                .orElse(Box.NUMBERS);
        boolean from = way == Way.FROM_DEVICE;
        return new Box(
                way, peers, Span.of(protocol), network, from ? Box.NUMBERS : served, from ? served : Box.NUMBERS);
    }

    private static void known(JsonCursor object, List<String> names) {
        if (!names.containsAll(object.names())) {
            throw object.fault("a member that we never write");
        }
    }
}
