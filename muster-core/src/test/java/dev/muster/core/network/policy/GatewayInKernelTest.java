package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.network.Namespaces;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway in a real kernel: two guarded devices and a guest on one bridge, a cloud behind it, each in a network namespace of
 * its own, and real connections from everybody to everybody.
 */
class GatewayInKernelTest {
    private static final String WORLD = """
        set -u
        start() { unshare -n sleep 300 >/dev/null 2>&1 & eval "$1=$!"; }
        start gate; start cloud; start lamp; start lock; start guest
        trap 'kill $gate $cloud $lamp $lock $guest' EXIT
        for p in $gate $cloud $lamp $lock $guest; do
          until [ "$(readlink /proc/$p/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
          nsenter -t $p -n ip link set lo up
        done
        of() { nsenter -t "$@"; }
        of $gate -n ip link add br0 type bridge; of $gate -n ip link set br0 up
        of $gate -n ip addr add 10.0.0.1/24 dev br0; of $gate -n ip -6 addr add fd00::1/64 dev br0 nodad
        of $gate -n sysctl -q -w net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1 \\
          net.bridge.bridge-nf-call-ip6tables=1 || echo "no br_netfilter"
        join() {
          of $gate -n ip link add port$2 type veth peer name eth0 address 02:00:00:00:00:$2 netns $1
          of $gate -n ip link set port$2 master br0 up
          of $1 -n ip addr add 10.0.0.$2/24 dev eth0; of $1 -n ip -6 addr add fd00::$2/64 dev eth0 nodad
          of $1 -n ip link set eth0 up; of $1 -n ip route add default via 10.0.0.1
        }
        join $lamp 31; join $lock 32; join $guest 33
        of $lock -n ip addr add 10.0.0.99/24 dev eth0; of $guest -n ip addr add 10.0.0.98/24 dev eth0
        of $gate -n ip link add wan type veth peer name eth0 netns $cloud
        of $gate -n ip addr add 203.0.113.1/24 dev wan; of $gate -n ip link set wan up
        of $cloud -n ip addr add 203.0.113.7/24 dev eth0; of $cloud -n ip link set eth0 up
        of $cloud -n ip route add default via 203.0.113.1
        python3 gateway.py steps gate=$gate cloud=$cloud lamp=$lamp lock=$lock guest=$guest
        """;

    private static final Guarded LAMP = device(31, "fd00::31");
    private static final Guarded LOCK = device(32, "fd00::32");
    private static final PacketSet LAMPS = PacketSet.of(List.of(
            client("203.0.113.7", 443), client("10.0.0.32", 80), client("fd00::32", 80), client("10.0.0.1", 80)));
    private static final PacketSet LOCKS =
            PacketSet.of(List.of(client("203.0.113.7", 443), served("10.0.0.0/24", 80), served("fd00::/64", 80)));

    @TempDir
    private Path dir;

    private final List<String> expected = new ArrayList<>();
    private boolean elements;

    @BeforeEach
    void world() {
        Namespaces.assume();
        Needs.tool("sysctl", "routers and bridges in a real kernel");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachDeviceReachesWhomItMayAndNobodyElse(boolean elements) throws Exception {
        this.elements = elements;
        load("all", Map.of("lamp", new Member(LAMP, LAMPS), "lock", new Member(LOCK, LOCKS)));
        expect("list all.listing", "done");
        expect("tcp lamp 203.0.113.7 443", "open");
        expect("tcp lamp 203.0.113.7 80", "shut");
        expect("tcp cloud 10.0.0.31 80", "shut");
        expect("tcp cloud 10.0.0.32 80", "shut");
        // The router's own services are somebody, too.
        expect("tcp lamp 10.0.0.1 80", "open");
        expect("tcp lamp 10.0.0.1 443", "shut");
        // On one bridge: both must permit it.
        expect("tcp lamp 10.0.0.32 80", "open");
        expect("tcp lamp fd00::32 80", "open");
        expect("tcp lamp 10.0.0.32 8080", "shut");
        expect("tcp lock 10.0.0.31 80", "shut");
        expect("tcp guest 10.0.0.32 80", "open");
        expect("tcp guest fd00::32 80", "open");
        expect("tcp guest 10.0.0.31 80", "shut");
        expect("tcp guest fd00::31 80", "shut");
        // A device that nobody guards is let alone.
        expect("tcp guest 203.0.113.7 80", "open");
        // From an address that is not its own.
        expect("tcp lock 203.0.113.7 443", "open");
        expect("tcp lock 203.0.113.7 443 10.0.0.99", "shut");
        tryAll();
        Map<String, Member> listed = NftGatewayReader.read(Files.readString(dir.resolve("all.listing")));
        assertThat(listed.keySet()).containsExactlyInAnyOrder("lamp", "lock");
        assertThat(listed.get("lamp").permitted().sameAs(LAMPS)).isTrue();
        assertThat(listed.get("lock").permitted().sameAs(LOCKS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aQuarantineCutsOneDeviceAndNoOther(boolean elements) throws Exception {
        this.elements = elements;
        load("all", Map.of("lamp", new Member(LAMP, LAMPS), "lock", new Member(LOCK, LOCKS)));
        expect("hold one lamp 203.0.113.7 443", "open");
        expect("hold two lock 203.0.113.7 443", "open");
        expect("hold three guest 10.0.0.32 80", "open");
        expect("hold four lamp 10.0.0.32 80", "open");
        PacketSet shut = PacketSet.of(List.of(client("203.0.113.7", 8444)));
        load("quarantine", Map.of("lamp", new Member(LAMP, shut), "lock", new Member(LOCK, LOCKS)));
        expect("held one", "cut");
        expect("held two", "alive");
        expect("held three", "alive");
        expect("held four", "cut");
        load("locked", Map.of("lamp", new Member(LAMP, shut), "lock", new Member(LOCK, shut)));
        expect("held three", "cut");
        expect("tcp lamp 203.0.113.7 443", "shut");
        expect("tcp lamp 203.0.113.7 8444", "open");
        expect("tcp lamp 10.0.0.32 80", "shut");
        // Where bridged packets pass by the packet filter nothing holds devices of one bridge apart: the agent looks.
        expect("tcp guest 10.0.0.31 80", "shut");
        expect("nf 0", "done");
        expect("tcp guest 10.0.0.31 80", "open");
        tryAll();
    }

    private void tryAll() throws Exception {
        StringBuilder steps = new StringBuilder();
        expected.forEach(line -> steps.append(line).append('\n'));
        Files.writeString(dir.resolve("steps"), steps);
        try (var probe = GatewayInKernelTest.class.getResourceAsStream("gateway.py")) {
            Files.write(dir.resolve("gateway.py"), probe.readAllBytes());
        }
        String out = Namespaces.run(WORLD, dir);
        Needs.that(
                !out.contains("no br_netfilter"),
                "this kernel shows no bridged packets to its filter: devices of one bridge are not covered");
        assertThat(out.lines()).containsExactlyElementsOf(expected);
    }

    private void load(String name, Map<String, Member> members) throws IOException {
        String text = elements ? NftElements.of(members).orElseThrow().text() : NftGateway.text(members);
        assertThat(NftGatewayReader.read(text).keySet()).isEqualTo(members.keySet());
        Files.writeString(dir.resolve(name + ".nft"), text);
        expect("load " + name + ".nft", "done");
    }

    private void expect(String step, String result) {
        expected.add(step + ": " + result);
    }

    private static Guarded device(int number, String six) {
        return new Guarded("02:00:00:00:00:" + number, List.of(prefix("10.0.0." + number), prefix(six)));
    }

    private static Box client(String to, int port) {
        return Basics.client(prefix(to), 6, port);
    }

    private static Box served(String from, int port) {
        Prefix peer = prefix(from);
        return new Box(
                Way.TO_DEVICE, new Peers(peer.family(), ""), Span.of(6), Span.of(peer), Span.of(port), Box.NUMBERS);
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
