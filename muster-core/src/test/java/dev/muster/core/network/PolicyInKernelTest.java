package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rulesets in a real kernel: two network namespaces joined by a cable, one of them the device. Needs root and the
 * programs nft, ip, unshare, nsenter and python3; without them it is not covered that nf_tables takes and holds a policy.
 * Nothing outside the two namespaces is touched, and they end with the script.
 */
class PolicyInKernelTest {
    /** In the server's namespace; the device's is that of the process $device. */
    private static final String SCRIPT = """
        set -u
        unshare -n sleep 90 >/dev/null 2>&1 & device=$!
        until [ "$(readlink /proc/$device/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
        ip link set lo up
        ip link add server type veth peer name device netns $device
        ip addr add 10.9.0.1/24 dev server; ip link set server up
        in_device() { nsenter -t $device -n "$@"; }
        in_device ip addr add 10.9.0.2/24 dev device; in_device ip link set device up
        python3 -m http.server 8444 --bind 10.9.0.1 >/dev/null 2>&1 & one=$!
        python3 -m http.server 9999 --bind 10.9.0.1 >/dev/null 2>&1 & two=$!
        nsenter -t $device -n python3 -m http.server 7777 --bind 10.9.0.2 >/dev/null 2>&1 & three=$!
        open() { timeout 1 bash -c "</dev/tcp/$1/$2" 2>/dev/null; }
        for port in 8444 9999; do until open 10.9.0.1 $port; do sleep 0.1; done; done
        until open 10.9.0.2 7777; do sleep 0.1; done
        from_device() { in_device timeout 1 bash -c "</dev/tcp/10.9.0.1/$1" 2>/dev/null && echo "$2 to $1 open" || echo "$2 to $1 shut"; }
        into_device() { open 10.9.0.2 7777 && echo "$1 into 7777 open" || echo "$1 into 7777 shut"; }
        for policy in normal quarantine quarantine normal; do
          in_device nft -f $policy.nft || echo "$policy not taken"
          from_device 8444 $policy; from_device 9999 $policy; into_device $policy
        done
        kill $one $two $three $device
        """;

    @TempDir
    Path dir;

    @BeforeEach
    void canBuildNamespaces() {
        Needs.root("that the kernel takes and holds a policy");
        for (String tool : List.of("nft", "ip", "unshare", "nsenter", "python3")) {
            Needs.tool(tool, "that the kernel takes and holds a policy");
        }
    }

    @Test
    void quarantineLeavesTheServerAndNothingElse() throws Exception {
        Policy quarantine = Policy.quarantine(List.of(new Endpoint("10.9.0.1", 8444), new Endpoint("fd00::1", 8444)));
        Files.writeString(dir.resolve("quarantine.nft"), quarantine.ruleset());
        Files.writeString(dir.resolve("normal.nft"), Policy.normal().ruleset());
        String out = Namespaces.run(SCRIPT, dir);
        assertThat(out.lines())
                .containsExactly(
                        "normal to 8444 open",
                        "normal to 9999 open",
                        "normal into 7777 open",
                        "quarantine to 8444 open",
                        "quarantine to 9999 shut",
                        "quarantine into 7777 shut",
                        "quarantine to 8444 open",
                        "quarantine to 9999 shut",
                        "quarantine into 7777 shut",
                        "normal to 8444 open",
                        "normal to 9999 open",
                        "normal into 7777 open");
    }
}
