package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.network.policy.Basics;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.nft.RateRules;
import dev.muster.format.network.nft.RateTable;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets of tokens with real connections: a device, a router before it, a server, each in a network namespace. */
class RatesInKernelTest {
    private static final String WORLD = """
        set -u
        start() { unshare -n sleep 90 >/dev/null 2>&1 & eval "$1=$!"; }
        start gate; start cloud; start lamp; server=$cloud
        trap 'kill $gate $cloud $lamp $server 2>/dev/null' EXIT
        for p in $gate $cloud $lamp; do
          until [ "$(readlink /proc/$p/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
          nsenter -t $p -n ip link set lo up
        done
        of() { nsenter -t "$@"; }
        of $gate -n sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
        of $gate -n ip link add home type veth peer name eth0 address 02:00:00:00:00:31 netns $lamp
        of $gate -n ip link add wan type veth peer name eth0 netns $cloud
        of $gate -n ip addr add 10.0.0.1/24 dev home; of $gate -n ip addr add 203.0.113.1/24 dev wan
        of $gate -n ip link set home up; of $gate -n ip link set wan up
        of $lamp -n ip addr add 10.0.0.31/24 dev eth0; of $lamp -n ip link set eth0 up
        of $lamp -n ip route add default via 10.0.0.1
        of $cloud -n ip addr add 203.0.113.7/24 dev eth0; of $cloud -n ip link set eth0 up
        of $cloud -n ip route add default via 203.0.113.1
        cat > tries.py <<'END'
        import socket, sys, time
        def tries(port, number):
            all = []
            for i in range(number):
                s = socket.socket(); s.setblocking(False)
                try: s.connect(('203.0.113.7', port))
                except BlockingIOError: pass
                all.append(s)
            time.sleep(0.5)
            # What was dropped is tried again by the kernel after a second, and is not waited for.
            done = 0
            for s in all:
                try: s.getpeername(); done += 1
                except OSError: pass
            for s in all: s.close()
            return done
        print(sys.argv[1], 'limited', tries(443, 14), 'beside', tries(80, 14))
        time.sleep(5.5)
        print(sys.argv[1], 'after a pause', tries(443, 3))
        END
        cat > serve.py <<'END'
        import socket, threading, time
        for port in (443, 80):
            s = socket.socket(); s.bind(('203.0.113.7', port)); s.listen(100)
            globals()['s%d' % port] = s
        open('serving', 'w').close()
        time.sleep(80)
        END
        nsenter -t $cloud -n python3 serve.py & server=$!
        until [ -e serving ]; do sleep 0.05; done
        of $lamp -n nft -f self.nft && of $lamp -n python3 tries.py self
        of $lamp -n nft flush ruleset
        of $gate -n nft -f gateway.nft && of $lamp -n python3 tries.py gateway
        """;

    @TempDir
    private Path dir;

    @Test
    void soManyBeginAndNoMore() throws Exception {
        Namespaces.assume();
        Prefix cloud = Prefix.parse("203.0.113.7").orElseThrow();
        Box limited = Basics.client(cloud, 6, 443);
        PacketSet permitted = PacketSet.of(List.of(limited, Basics.client(cloud, 6, 80)));
        Guarded lamp = new Guarded(
                "02:00:00:00:00:31", List.of(Prefix.parse("10.0.0.31").orElseThrow()));
        Files.writeString(
                dir.resolve("self.nft"),
                NftText.self(permitted) + RateTable.text(RateTable.SELF, rates("", limited), Map.of()));
        Files.writeString(
                dir.resolve("gateway.nft"),
                NftGateway.text(Map.of("lamp", new NftGateway.Member(lamp, permitted)))
                        + RateTable.text(RateTable.GATEWAY, rates("lamp", limited), Map.of("lamp", lamp)));
        String out = Namespaces.run(WORLD, dir);
        assertThat(out.lines())
                .containsExactly(
                        "self limited 8 beside 14",
                        "self after a pause 3",
                        "gateway limited 8 beside 14",
                        "gateway after a pause 3");
    }

    private static RateRules rates(String device, Box box) {
        return new RateRules(List.of(new RateRules.Rule(device, box, 1, 8)));
    }
}
