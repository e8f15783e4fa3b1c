package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.network.Namespaces;
import dev.muster.format.network.nft.NftReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Packet;
import dev.muster.format.network.packet.PacketSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evaluator and the kernel agree on random packets under random policies. A seeded slice runs always;
 * {@code -Dmuster.kernel.pairs=100000} asks for as many pairs as wanted.
 */
class KernelAgreesTest {
    private static final int PACKETS = 250;
    private static final int PAIRS = Integer.getInteger("muster.kernel.pairs", 4_000);
    private static final long SEED = Long.getLong("muster.kernel.seed", 20261129L);

    /** The device's namespace is that of the process $device; the server's that of the shell. */
    private static final String SCRIPT = """
        set -u
        unshare -n sleep 900 & device=$!
        trap 'kill $device' EXIT
        until [ "$(readlink /proc/$device/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
        in_device() { nsenter -t $device -n "$@"; }
        ip link add server address 02:00:00:00:00:01 type veth peer name device netns $device
        ip addr add 10.200.0.1/24 dev server; ip -6 addr add fd99::1/64 dev server nodad; ip link set server up
        in_device ip link set lo up
        in_device ip addr add 10.200.0.2/24 dev device; in_device ip -6 addr add fd99::2/64 dev device nodad
        in_device ip link set device up
        in_device ip neigh replace 10.200.0.1 lladdr 02:00:00:00:00:01 dev device nud permanent
        in_device ip -6 neigh replace fd99::1 lladdr 02:00:00:00:00:01 dev device nud permanent
        in_device ip route add default via 10.200.0.1; in_device ip -6 route add default via fd99::1 dev device
        sleep 0.3
        python3 agree.py $device $$ "$1" && echo asked
        in_device nft -n -s list table inet muster > "$1/last.listing"
        """;

    @TempDir
    Path dir;

    @Test
    void everyPacketPassesOrNotAsTheEvaluatorSays() throws Exception {
        Namespaces.assume();
        Random random = new Random(SEED);
        List<PacketSet> policies = new ArrayList<>();
        List<List<Packet>> packets = new ArrayList<>();
        for (int i = 0; i * PACKETS < PAIRS; i++) {
            PacketSet policy = RandomPolicies.policy(random);
            policies.add(policy);
            packets.add(RandomPolicies.packets(policy, PACKETS, random));
            Files.writeString(dir.resolve(String.format("%06d.nft", i)), NftText.self(policy));
            StringBuilder lines = new StringBuilder();
            packets.get(i).forEach(p -> lines.append(RandomPolicies.line(p)).append('\n'));
            Files.writeString(dir.resolve(String.format("%06d.packets", i)), lines);
        }
        try (var script = KernelAgreesTest.class.getResourceAsStream("agree.py")) {
            Files.write(dir.resolve("agree.py"), script.readAllBytes());
        }
        String out = Namespaces.run(SCRIPT, dir);
        assertThat(out).contains("asked");
        List<String> disagree = new ArrayList<>();
        int passed = 0;
        for (int i = 0; i < policies.size(); i++) {
            String verdicts =
                    Files.readString(dir.resolve(String.format("%06d.verdicts", i)), StandardCharsets.US_ASCII);
            for (int j = 0; j < PACKETS; j++) {
                boolean kernel = verdicts.charAt(j) == '1';
                boolean evaluator = policies.get(i).has(packets.get(i).get(j));
                passed += kernel ? 1 : 0;
                if (kernel != evaluator) {
                    disagree.add("policy " + i + ": kernel " + kernel + ", evaluator " + evaluator + ": "
                            + packets.get(i).get(j) + " under\n" + NftText.self(policies.get(i)));
                }
            }
        }
        assertThat(disagree).isEmpty();
        assertThat(passed).as("packets that passed").isBetween(PAIRS / 10, PAIRS * 9 / 10);
        assertThat(NftReader.self(Files.readString(dir.resolve("last.listing"))).sameAs(policies.getLast()))
                .as("what the kernel lists is the policy")
                .isTrue();
    }
}
