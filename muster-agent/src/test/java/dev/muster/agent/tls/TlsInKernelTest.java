package dev.muster.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLS of curl and openssl over real packets: a device, its gateway on which a reader holds what it sends, and a server, each in a
 * network namespace. The maker's profile is TLS 1.3 with one suite and one group.
 */
class TlsInKernelTest {
    private static final String WORLD = """
        set -u
        start() { unshare -n sleep 170 >/dev/null 2>&1 & eval "$1=$!"; }
        start gate; start cloud; start lamp; started="$gate $cloud $lamp"
        trap 'kill $started 2>/dev/null' EXIT
        for p in $gate $cloud $lamp; do
          until [ "$(readlink /proc/$p/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
          nsenter -t $p -n ip link set lo up
        done
        of() { nsenter -t "$@"; }
        of $gate -n sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
        of $gate -n ip link add home type veth peer name eth0 address 02:00:00:00:00:31 netns $lamp
        of $gate -n ip link add wan type veth peer name eth0 netns $cloud
        of $gate -n ip addr add 10.0.0.1/24 dev home; of $gate -n ip -6 addr add fd00::1/64 dev home nodad
        of $gate -n ip addr add 203.0.113.1/24 dev wan; of $gate -n ip -6 addr add 2001:db8::1/64 dev wan nodad
        of $gate -n ip link set home up; of $gate -n ip link set wan up
        of $lamp -n ip addr add 10.0.0.31/24 dev eth0; of $lamp -n ip -6 addr add fd00::31/64 dev eth0 nodad
        of $lamp -n ip link set eth0 up; of $lamp -n ip route add default via 10.0.0.1
        of $lamp -n ip -6 route add default via fd00::1
        of $cloud -n ip addr add 203.0.113.7/24 dev eth0; of $cloud -n ip -6 addr add 2001:db8::7/64 dev eth0 nodad
        of $cloud -n ip link set eth0 up; of $cloud -n ip route add default via 203.0.113.1
        of $cloud -n ip -6 route add default via 2001:db8::1
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem \\
          -subj /CN=cloud -days 2 2>/dev/null
        head -c 3000000 /dev/zero > file
        serve() {
          nsenter -t $cloud -n openssl s_server -accept 443 -key key.pem -cert cert.pem -WWW >/dev/null 2>&1 & server=$!
          started="$started $server"
          until of $cloud -n ss -ltn | grep -q :443; do sleep 0.05; done
        }
        serve
        of $cloud -n openssl s_server -accept 8443 -key key.pem -cert cert.pem -WWW >/dev/null 2>&1 &
        started="$started $!"
        read_by() { # MODE gateway|self NAMESPACE
          mkfifo in; : > said
          nsenter -t $3 -n "$JAVA" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \\
            -cp "$CP" dev.muster.agent.tls.TlsInKernelMain $1 $2 < in > said 2>&1 & reader=$!
          exec 7> in; rm in
          for i in $(seq 200); do grep -q reading said && break; sleep 0.1; done
        }
        done_reading() { for i in $(seq 50); do grep -q told said && break; sleep 0.1; done; exec 7>&-; wait $reader; grep told: said | sort; }
        get() { # HOST OPTIONS: what came of it
          host=$1; shift
          if out=$(of $lamp -n curl -sk --max-time 6 -o /dev/null -w '%{size_download}' "$@" "https://$host/file")
          then echo "open $out"; else case $? in 28) echo silence;; *) echo refused;; esac; fi
        }
        good="--tlsv1.3 --tls13-ciphers TLS_AES_128_GCM_SHA256 --curves X25519"
        long=$(for i in $(seq 14); do printf '%0240d,' $i; done)
        hello() { of $lamp -n sh -c "echo Q | timeout 6 openssl s_client -brief -tls1_3 \\
          -ciphersuites TLS_AES_128_GCM_SHA256 -groups X25519 -connect $1 $2 2>&1" | grep -c ESTABLISHED; }
        """;

    private static final String GOOD = "open 3000000";

    @TempDir
    private Path dir;

    @Test
    void observedEverythingPassesAndIsTold() throws Exception {
        assertThat(run("""
            read_by ALERT gateway $gate
            echo "own: $(get 203.0.113.7 $good)"
            echo "other: $(get 203.0.113.7)"
            done_reading
            """))
                .containsExactly(
                        "own: " + GOOD, "other: " + GOOD, "told: lamp to 203.0.113.7 port 443: WHAT; not refused");
    }

    @Test
    void enforcedOnlyItsOwnTlsLeaves() throws Exception {
        assertThat(run("""
            read_by ENFORCE gateway $gate
            echo "own: $(get 203.0.113.7 $good)"
            echo "own again: $(get 203.0.113.7 $good)"
            echo "own, six: $(get '[2001:db8::7]' $good)"
            echo "own, in several segments: $(hello 203.0.113.7:443 "-alpn ${long%,}")"
            echo "other: $(get 203.0.113.7)"
            echo "other, six: $(get '[2001:db8::7]')"
            echo "other, where no profile is: $(get 203.0.113.7:8443)"
            echo "no TLS: $(of $lamp -n curl -s --max-time 6 http://203.0.113.7:443/ >/dev/null && echo open || echo refused)"
            exec 7>&-; wait $reader; : > said
            echo "nobody reads: $(get 203.0.113.7 $good)"
            # It serves one at a time, and the last one never began.
            kill $server; wait $server; serve
            read_by ENFORCE gateway $gate
            echo "somebody reads again: $(get 203.0.113.7 $good)"
            of $gate -n nft delete table inet muster-tls
            echo >&7; for i in $(seq 50); do grep -q watched said && break; sleep 0.1; done
            grep watched said
            echo "mended: $(get 203.0.113.7)"
            done_reading
            """))
                .containsExactly(
                        "own: " + GOOD,
                        "own again: " + GOOD,
                        "own, six: " + GOOD,
                        "own, in several segments: 1",
                        "other: refused",
                        "other, six: refused",
                        "other, where no profile is: " + GOOD,
                        "no TLS: refused",
                        "nobody reads: silence",
                        "somebody reads again: " + GOOD,
                        "watched: the kernel's table that holds TLS is not there, or nobody ordered it",
                        "mended: refused",
                        "told: lamp to 203.0.113.7 port 443: WHAT; refused");
    }

    @Test
    void aDeviceHoldsItselfToo() throws Exception {
        assertThat(run("""
            read_by ENFORCE self $lamp
            echo "own: $(get 203.0.113.7 $good)"
            echo "own, six: $(get '[2001:db8::7]' $good)"
            echo "own, in several segments: $(hello 203.0.113.7:443 "-alpn ${long%,}")"
            echo "other: $(get 203.0.113.7)"
            done_reading
            """))
                .containsExactly(
                        "own: " + GOOD,
                        "own, six: " + GOOD,
                        "own, in several segments: 1",
                        "other: refused",
                        "told: this device to 203.0.113.7 port 443: WHAT; refused");
    }

    /** TCP Fast Open without a cookie, and a second SYN on a connection that is open: what of them reaches the server. */
    @Test
    void whatOpensCarriesNothingAndOpensOnce() throws Exception {
        Needs.tool("python3", "packets of one's own");
        assertThat(run("""
            of $lamp -n sysctl -q -w net.ipv4.tcp_fastopen=5
            of $cloud -n nft 'table ip seen {
              counter carrying { }
              counter opening { }
              chain in {
                type filter hook prerouting priority -300;
                tcp flags syn / syn,ack ip length > 100 counter name carrying
                tcp flags syn / syn,ack tcp sport 5555 counter name opening
              }
            }'
            cat > open.py <<'END'
            import socket, struct, time
            fast = socket.socket()
            try: fast.sendto(b"x" * 200, 0x20000000, ("203.0.113.7", 443))
            except ConnectionError as no: print(no)
            s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("10.0.0.31", 5555)); s.connect(("203.0.113.7", 443))
            ends = socket.inet_aton("10.0.0.31") + socket.inet_aton("203.0.113.7")
            syn = struct.pack("!HHIIBBHHH", 5555, 443, 77, 0, 0x50, 2, 1000, 0, 0)
            total = sum(struct.unpack("!16H", ends + struct.pack("!HH", 6, 20) + syn))
            total = (total & 0xffff) + (total >> 16); total = (total & 0xffff) + (total >> 16)
            syn = syn[:16] + struct.pack("!H", ~total & 0xffff) + syn[18:]
            raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 6)
            raw.sendto(syn, ("203.0.113.7", 0)); time.sleep(0.5)
            END
            count() { echo "$1 $(of $cloud -n nft list counter ip seen $1 | grep -o 'packets [0-9]*')"; }
            of $lamp -n python3 open.py; count carrying; count opening
            of $cloud -n nft reset counters >/dev/null; of $gate -n conntrack -F >/dev/null 2>&1; sleep 1
            read_by ENFORCE gateway $gate
            of $lamp -n python3 open.py; count carrying; count opening
            """))
                .containsExactly("carrying packets 1", "opening packets 2", "carrying packets 0", "opening packets 1");
    }

    private List<String> run(String steps) throws Exception {
        Needs.root("TLS in a kernel");
        for (String tool : List.of("nft", "ip", "unshare", "nsenter", "openssl", "curl")) {
            Needs.tool(tool, "TLS in a kernel");
        }
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String out = Peer.run(
                        dir,
                        Map.of("CP", System.getProperty("java.class.path"), "JAVA", java),
                        Duration.ofMinutes(3),
                        "bash",
                        "-c",
                        WORLD + steps)
                .out();
        Needs.that(!out.contains("Operation not permitted"), "no network namespaces here: TLS in a kernel");
        return out.lines()
                .map(line ->
                        line.replaceAll("port 443: .*(cipher suite 0x1302 is offered|no TLS).*;", "port 443: WHAT;"))
                .collect(Collectors.toList());
    }
}
