package dev.muster.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What devices say of themselves over real links: DHCP, DHCPv6 and LLDP, among much else that is not handed on. */
class IntroductionsTest {
    private static final String WORLD = """
        set -u
        unshare -n sleep 60 >/dev/null 2>&1 & lamp=$!
        trap 'kill $lamp' EXIT
        until [ "$(readlink /proc/$lamp/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
        ip link set lo up; ip link add br0 type bridge; ip link set br0 up
        ip link add port type veth peer name eth0 address 02:00:00:00:00:31 netns $lamp
        ip link set port master br0 up; ip addr add 10.0.0.1/24 dev br0
        nsenter -t $lamp -n ip addr add 10.0.0.31/24 dev eth0; nsenter -t $lamp -n ip link set eth0 up
        nsenter -t $lamp -n ip -6 addr add fe80::31/64 dev eth0 nodad
        cat > say.py <<'END'
        import socket, struct
        url = b'https://maker.example/'
        for i in range(200):
            u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.sendto(b'x', ('10.0.0.1', 5000 + i)); u.close()
        def option(code, value): return bytes([code, len(value)]) + value
        def dhcp(url):
            return struct.pack('!4B', 1, 1, 6, 0) + bytes(232) + bytes.fromhex('63825363350101') + option(161, url) + bytes([255])
        four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        four.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1); four.bind(('', 68))
        four.sendto(dhcp(url + b'four.json'), ('255.255.255.255', 67))
        four.sendto(dhcp(b'https://maker.example/with space'), ('255.255.255.255', 67))
        six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); six.bind(('::', 546))
        said = url + b'six.json'
        six.sendto(bytes([1, 0, 0, 1]) + struct.pack('!HH', 112, len(said)) + said,
                   ('ff02::1:2', 547, 0, socket.if_nametoindex('eth0')))
        raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); raw.bind(('eth0', 0))
        said = bytes.fromhex('00005e01') + url + b'lldp.json'
        unit = bytes.fromhex('0207040200000000310403056574060200780000')[:-2] + struct.pack('!H', 127 << 9 | len(said)) + said + bytes(2)
        raw.send(bytes.fromhex('0180c200000e02000000003188cc') + unit)
        END
        mkfifo in
        "$JAVA" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$CP" \
          dev.muster.agent.linux.IntroductionsMain port < in > said 2>&1 & reader=$!
        exec 7> in
        # Until its socket is bound to the link: column 5 says to which.
        for i in $(seq 200); do grep -q hearing said && awk 'NR > 1 && $5 > 0 { bound = 1 } END { exit !bound }' /proc/net/packet && break; sleep 0.1; done
        nsenter -t $lamp -n ip link set eth0 up
        nsenter -t $lamp -n ip route add default via 10.0.0.1
        nsenter -t $lamp -n python3 say.py
        for i in $(seq 50); do grep -q LLDP said && break; sleep 0.1; done
        exec 7>&-; wait $reader; cat said
        """;

    @TempDir
    private Path dir;

    @Test
    void whatIsSaidIsHeardAndNothingElse() throws Exception {
        Needs.root("frames of a link");
        for (String tool : List.of("ip", "unshare", "nsenter", "python3")) {
            Needs.tool(tool, "frames of a link");
        }
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String out = Peer.run(
                        dir,
                        Map.of("CP", System.getProperty("java.class.path"), "JAVA", java),
                        Duration.ofMinutes(1),
                        "unshare",
                        "-n",
                        "bash",
                        "-c",
                        WORLD)
                .out();
        Needs.that(!out.contains("Operation not permitted"), "no network namespaces here: frames of a link");
        assertThat(out.lines())
                .containsExactly(
                        "hearing",
                        "02:00:00:00:00:31 DHCP https://maker.example/four.json",
                        "02:00:00:00:00:31 DHCP https://maker.example/six.json",
                        "02:00:00:00:00:31 LLDP https://maker.example/lldp.json",
                        // The one whose URL is none is handed on and not taken; 200 datagrams are not handed on.
                        "frames 4");
    }
}
