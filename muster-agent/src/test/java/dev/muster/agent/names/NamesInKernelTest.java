package dev.muster.agent.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names with real packets: a site with a resolver and a maker's servers in one network namespace, the device with its kernel's
 * packet filter and the forwarder in another, and connections before an answer, after it, and after its end.
 */
class NamesInKernelTest {
    private static final String WORLD = """
        set -u
        unshare -n sleep 170 >/dev/null 2>&1 & device=$!
        until [ "$(readlink /proc/$device/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
        ip link set lo up; ip link add server type veth peer name device netns $device
        ip addr add 10.0.0.53/24 dev server; ip addr add 10.0.0.54/24 dev server; ip link set server up
        for a in 203.0.113.7 203.0.113.8; do ip addr add $a/32 dev server; done
        ip -6 addr add 2001:db8::7/64 dev server nodad
        in_device() { nsenter -t $device -n "$@"; }
        in_device ip link set lo up; in_device ip addr add 10.0.0.31/24 dev device
        in_device ip -6 addr add 2001:db8::31/64 dev device nodad; in_device ip link set device up
        in_device ip route add default via 10.0.0.53
        run() { exec "$JAVA" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$CP" \\
          dev.muster.agent.names.NamesInKernelMain "$@"; }
        run site "$1" >/dev/null 2>&1 & site=$!
        nsenter -t $device -n "$JAVA" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \\
          -cp "$CP" dev.muster.agent.names.NamesInKernelMain device "$1"
        kill $site $device
        """;

    @TempDir
    private Path dir;

    @Test
    void aNameIsReachedWhileItsAnswerLives() throws Exception {
        Needs.root("names in a kernel");
        for (String tool : List.of("nft", "ip", "unshare", "nsenter")) {
            Needs.tool(tool, "names in a kernel");
        }
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String out = Peer.run(
                        dir,
                        Map.of("CP", System.getProperty("java.class.path"), "JAVA", java),
                        Duration.ofMinutes(3),
                        "unshare",
                        "-n",
                        "bash",
                        "-c",
                        WORLD,
                        "bash",
                        dir.toString())
                .out();
        Needs.that(!out.contains("Operation not permitted"), "no network namespaces here: names in a kernel");
        assertThat(out.lines().filter(line -> !line.contains(" DEBUG ") && !line.startsWith("SLF4J")))
                .containsExactly(
                        "loaded: kernel-enforced",
                        "before: shut shut",
                        "other resolver: silence",
                        "asked: NOERROR NOERROR",
                        "after: open open shut",
                        "kept: alive",
                        "drift: none",
                        "loaded: kernel-enforced",
                        "kept: alive",
                        "over: shut shut",
                        "kept: alive",
                        "asked: NOERROR",
                        "again: open",
                        "loaded: kernel-enforced",
                        "kept: cut");
    }
}
