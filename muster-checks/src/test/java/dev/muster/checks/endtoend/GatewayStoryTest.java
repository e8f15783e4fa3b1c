package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The network follows the verdict, with real packets: a server and the makers' servers in one network namespace, a gateway with
 * its agent in another, two devices on the gateway's bridge in two more. Every line is a connection that was tried.
 */
class GatewayStoryTest {
    private static final String WORLD = """
        set -u
        start() { unshare -n sleep 280 >/dev/null 2>&1 & eval "$1=$!"; }
        start gate; start lamp; start lock
        trap 'kill $gate $lamp $lock' EXIT
        of() { nsenter -t "$@"; }
        for p in $gate $lamp $lock; do
          n=0; until [ "$(readlink /proc/$p/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do
            sleep 0.05; n=$((n+1)); [ $n -lt 200 ] || { echo "no network namespaces"; exit 1; }; done
          of $p -n ip link set lo up
        done
        ip link set lo up; ip link add eth0 type veth peer name wan netns $gate
        for a in 203.0.113.7 203.0.113.8 203.0.113.9; do ip addr add $a/24 dev eth0; done; ip link set eth0 up
        ip route add 10.0.0.0/24 via 203.0.113.1
        of $gate -n ip addr add 203.0.113.1/24 dev wan; of $gate -n ip link set wan up
        of $gate -n ip link add br0 type bridge; of $gate -n ip link set br0 up
        of $gate -n ip addr add 10.0.0.1/24 dev br0; of $gate -n sysctl -q -w net.ipv4.ip_forward=1
        join() {
          of $gate -n ip link add port$2 type veth peer name eth0 address 02:00:00:00:00:$2 netns $1
          of $gate -n ip link set port$2 master br0 up
          of $1 -n ip addr add 10.0.0.$2/24 dev eth0; of $1 -n ip link set eth0 up
          of $1 -n ip route add default via 10.0.0.1
        }
        join $lamp 31; join $lock 32
        "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp "$CP" \\
          dev.muster.checks.endtoend.GatewayStoryMain "$1" $gate $lamp $lock
        """;

    @TempDir
    private Path dir;

    @Test
    @Timeout(300)
    void theNetworkFollowsTheVerdict() throws Exception {
        String what = "a gateway that holds devices to the server's policies";
        Needs.root(what);
        for (String tool : List.of("nft", "ip", "unshare", "nsenter", "python3", "sysctl")) {
            Needs.tool(tool, what);
        }
        try (var flow = GatewayStoryTest.class.getResourceAsStream("flow.py")) {
            Files.write(dir.resolve("flow.py"), flow.readAllBytes());
        }
        Peer.Result told = Peer.run(
                dir,
                Map.of(
                        "CP",
                        System.getProperty("java.class.path"),
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin/java").toString()),
                Duration.ofSeconds(270),
                "unshare",
                "-n",
                "bash",
                "-c",
                WORLD,
                "bash",
                dir.toString());
        Needs.that(!told.out().contains("Operation not permitted"), "no network namespaces here: " + what);
        assertThat(told.out().lines().filter(line -> line.startsWith("* ")))
                .as(told.out())
                .containsExactly(
                        "* neither has joined: lamp joining kernel-enforced, lock joining kernel-enforced",
                        "* joining: server open, maker shut, other device shut",
                        "* joined and described: lamp trusted kernel-enforced, lock joining kernel-enforced",
                        "* trusted: server open, maker open, vendor shut, other device shut",
                        "* the other: server open, maker shut, lamp shut",
                        "* a flow to the maker: alive",
                        "* quarantined: lamp quarantine kernel-enforced, lock joining kernel-enforced",
                        "* a flow to the maker: cut",
                        "* quarantined: server open, maker shut, vendor shut, other device shut",
                        "* released: lamp trusted kernel-enforced, lock joining kernel-enforced",
                        "* trusted again: server open, maker open, vendor shut, other device shut",
                        "* seen of the lamp: 10.0.0.32 80 refused, 203.0.113.9 8443 refused,"
                                + " by ip daddr 203.0.113.8 tcp dport 443",
                        "* on the page: both",
                        "* somebody took the rules away: found and loaded again",
                        "* repaired: server open, maker open, vendor shut, other device shut",
                        "* a window opened: lamp maintenance kernel-enforced, lock joining kernel-enforced",
                        "* in the window: server open, maker open, vendor open, other device shut",
                        "* a flow to the vendor: alive",
                        "* the work is done: a flow to the vendor: cut",
                        "* after the window: server open, maker open, vendor shut, other device shut",
                        "* before: an echo",
                        "* held to the maker's TLS: nothing",
                        "* told of it: [cam-02 to 203.0.113.8: it is no TLS, ENFORCE], and shown");
    }
}
