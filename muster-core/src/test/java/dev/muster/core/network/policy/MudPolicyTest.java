package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.nft.NftReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Packet;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import dev.muster.testing.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MudPolicyTest {
    static final Site SITE = new Site(
            List.of(prefix("10.0.0.0/8"), prefix("fd00::/8")),
            Map.of(
                    Site.DNS,
                    List.of(prefix("10.0.0.53")),
                    "https://m.example/lamp",
                    List.of(prefix("10.0.0.7")),
                    "https://c.example",
                    List.of(prefix("10.0.0.8"))),
            List.of(
                    new Site.Neighbour("https://m.example/switch", "m.example", List.of(prefix("10.0.1.1"))),
                    new Site.Neighbour("https://o.example/lock", "o.example", List.of(prefix("10.0.1.2")))));

    @Test
    void theOpenerOfAConnectionIsWhoTheFileSays() {
        PacketSet set = policy(
                ace(
                        "accept",
                        "'ietf-mud:mud':{'my-controller':[null]},'tcp':{'ietf-mud:direction-initiated':'from-device','destination-port':{'port':443}}"),
                ace(
                        "accept",
                        "'ietf-mud:mud':{'my-controller':[null]},'tcp':{'ietf-mud:direction-initiated':'from-device','source-port':{'port':443}}"));
        assertThat(set.has(packet(Way.FROM_DEVICE, "10.0.0.7", 6, 40000, 443))).isTrue();
        assertThat(set.has(packet(Way.FROM_DEVICE, "10.0.0.8", 6, 40000, 443))).isFalse();
        assertThat(set.has(packet(Way.TO_DEVICE, "10.0.0.7", 6, 40000, 443))).isFalse();
    }

    @Test
    void partiesAreWhoTheyAreHere() {
        assertThat(from("'ietf-mud:mud':{'same-manufacturer':[null]}")
                        .has(packet(Way.FROM_DEVICE, "10.0.1.1", 17, 1, 1)))
                .isTrue();
        assertThat(from("'ietf-mud:mud':{'same-manufacturer':[null]}")
                        .has(packet(Way.FROM_DEVICE, "10.0.1.2", 17, 1, 1)))
                .isFalse();
        assertThat(from("'ietf-mud:mud':{'manufacturer':'o.example'}")
                        .has(packet(Way.FROM_DEVICE, "10.0.1.2", 17, 1, 1)))
                .isTrue();
        assertThat(from("'ietf-mud:mud':{'model':'https://o.example/lock'}")
                        .has(packet(Way.FROM_DEVICE, "10.0.1.2", 17, 1, 1)))
                .isTrue();
        assertThat(from("'ietf-mud:mud':{'controller':'https://c.example'}")
                        .has(packet(Way.FROM_DEVICE, "10.0.0.8", 17, 1, 1)))
                .isTrue();
        assertThat(from("'ietf-mud:mud':{'controller':'https://nobody.example'}")
                        .isEmpty())
                .isTrue();
        // All that a rule says must hold at once.
        assertThat(from("'ietf-mud:mud':{'local-networks':[null]},'ipv4':{'destination-ipv4-network':'93.0.0.0/8'}")
                        .isEmpty())
                .isTrue();
    }

    /** A rule for some frames only may not become one for every packet. */
    @Test
    void whatIsSaidOfFramesPermitsNothingMore() {
        for (String frames : List.of(
                "'eth':{'ethertype':2054}",
                "'eth':{'ethertype':'arp'}",
                "'eth':{'destination-mac-address':'01:80:c2:00:00:0e'}",
                "'eth':{'ethertype':'ipv6'},'ipv4':{'protocol':6}",
                "'eth':{'ethertype':'0x86dd'},'ipv4':{'destination-ipv4-network':'10.0.0.0/24'}")) {
            assertThat(from(frames).isEmpty()).as(frames).isTrue();
        }
        assertThat(from("'eth':{'ethertype':2048},'ipv4':{'protocol':6}").isEmpty())
                .isFalse();
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        String deny = ace("drop", "'ipv4':{'destination-ipv4-network':'10.0.0.0/24'}");
        String permit = ace("accept", "'ietf-mud:mud':{'local-networks':[null]}");
        Packet near = packet(Way.FROM_DEVICE, "10.0.0.9", 6, 1, 1);
        assertThat(policy(deny + "," + permit, "").has(near)).isFalse();
        assertThat(policy(permit + "," + deny, "").has(near)).isTrue();
        assertThat(policy(deny + "," + permit, "").has(packet(Way.FROM_DEVICE, "10.0.1.9", 6, 1, 1)))
                .isTrue();
    }

    @Test
    void everyPublicFileIsCompiledAndReadBack() throws IOException {
        Path vectors = Vectors.path("mud");
        int read = 0;
        try (Stream<Path> files = Files.walk(vectors)) {
            for (Path path : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                byte[] text = Files.readAllBytes(path);
                if (new String(text, StandardCharsets.UTF_8).contains("\"ietf-mud:mud\"")) {
                    MudPolicy.Reading reading = MudPolicy.read(MudReader.read(text), SITE);
                    PacketSet back = NftReader.self(NftText.self(reading.permitted()));
                    assertThat(back.sameAs(reading.permitted()))
                            .as(path.toString())
                            .isTrue();
                    assertThat(new PlainWords().compile(reading.permitted())).isNotBlank();
                    // Most have names or ICMP, which Kubernetes has no words for; what it takes was read back.
                    try {
                        assertThat(new KubernetesCompiler().compile(reading.permitted()))
                                .contains("NetworkPolicy");
                    } catch (IllegalArgumentException unsaid) {
                        assertThat(unsaid).hasMessageContaining("Kubernetes");
                    }
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(20);
    }

    private static PacketSet from(String match) {
        return policy(ace("accept", match), "");
    }

    /** Who is permitted something with any TLS, too, is not held to a profile there. */
    @Test
    void aProfileIsOfWhatNoOtherRulePermits() {
        String profile = "'ietf-acl-tls:client-profiles':{'tls-dtls-profile':[{'name':'own','cipher-suite':[4865]}]}";
        MudPolicy.Reading reading = reading(
                ace("accept", "'ipv4':{'protocol':6,'destination-ipv4-network':'203.0.113.0/24'}," + profile) + ","
                        + ace("accept", "'ipv4':{'protocol':6,'destination-ipv4-network':'203.0.113.128/25'}") + ","
                        + ace("accept", "'ipv4':{'protocol':17}," + profile),
                "");
        PacketSet held = PacketSet.of(reading.tls().stream()
                .flatMap(rule -> rule.rules("lamp").stream())
                .map(rule -> rule.box())
                .toList());
        assertThat(held.has(packet(Way.FROM_DEVICE, "203.0.113.7", 6, 40000, 443)))
                .isTrue();
        assertThat(held.has(packet(Way.FROM_DEVICE, "203.0.113.200", 6, 40000, 443)))
                .isFalse();
        assertThat(held.has(packet(Way.FROM_DEVICE, "203.0.113.7", 17, 40000, 443)))
                .as("datagrams")
                .isFalse();
        assertThat(reading.permitted().has(packet(Way.FROM_DEVICE, "203.0.113.7", 17, 40000, 443)))
                .isTrue();
    }

    private static PacketSet policy(String from, String to) {
        return reading(from, to).permitted();
    }

    private static MudPolicy.Reading reading(String from, String to) {
        String text =
                "{'ietf-mud:mud':{'mud-version':1,'mud-url':'https://m.example/lamp','last-update':'2026-01-01T00:00:00Z',"
                        + "'is-supported':true,'from-device-policy':{'access-lists':{'access-list':[{'name':'f'}]}},"
                        + "'to-device-policy':{'access-lists':{'access-list':[{'name':'t'}]}}},'ietf-access-control-list:acls':{'acl':["
                        + "{'name':'f','type':'ipv4-acl-type','aces':{'ace':[" + from + "]}},"
                        + "{'name':'t','type':'ipv4-acl-type','aces':{'ace':[" + to + "]}}]}}";
        MudFile file = MudReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return MudPolicy.read(file, SITE);
    }

    private static String ace(String action, String matches) {
        return "{'name':'r','matches':{" + matches + "},'actions':{'forwarding':'" + action + "'}}";
    }

    private static Packet packet(Way way, String peer, int protocol, int own, int other) {
        BigInteger address = Address.parse(peer).orElseThrow().value();
        return new Packet(way, new Peers(4, ""), address, protocol, own, other);
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
