package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.network.Namespaces;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.Packet;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evaluator and the kernel agree on random packets where policies are elements of sets that a gateway's devices share. A seeded
 * slice runs always; {@code -Dmuster.kernel.pairs=100000} asks for as many pairs as wanted.
 */
class ElementsAgreeTest {
    private static final int PACKETS = 250;
    private static final int PAIRS = Integer.getInteger("muster.kernel.pairs", 4_000);
    private static final long SEED = Long.getLong("muster.kernel.seed", 20261130L);

    /** The gateway's namespace is that of the shell, and every address that anybody could mean is its own. */
    private static final String SCRIPT = """
        set -u
        unshare -n sleep 900 & device=$!
        trap 'kill $device' EXIT
        until [ "$(readlink /proc/$device/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
        ip link set lo up
        ip link add server address 02:00:00:00:00:01 type veth peer name device address 02:00:00:00:00:02 netns $device
        ip addr add 10.200.0.1/24 dev server; ip -6 addr add fd99::1/64 dev server nodad; ip link set server up
        nsenter -t $device -n ip link set device up
        ip neigh replace 10.200.0.2 lladdr 02:00:00:00:00:02 dev server nud permanent
        ip -6 neigh replace fd99::2 lladdr 02:00:00:00:00:02 dev server nud permanent
        ip route add local 20.0.0.0/8 dev lo; ip route add local 93.0.0.0/8 dev lo
        ip -6 route add local 2001:db8::/32 dev lo
        echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter; echo 0 > /proc/sys/net/ipv4/conf/server/rp_filter
        sleep 0.3
        python3 agree.py $device $$ "$1" gateway && echo asked
        nft -n -s list table inet muster-gateway > "$1/last.listing"
        """;

    private static final Guarded LAMP = device("02:00:00:00:00:02", "10.200.0.2", "fd99::2");
    private static final Guarded LOCK = device("02:00:00:00:00:03", "10.200.0.3", "fd99::3");

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
            // The other device's elements are in the same sets, and are nothing to this one.
            Map<String, Member> members =
                    Map.of("lamp", new Member(LAMP, policy), "lock", new Member(LOCK, RandomPolicies.policy(random)));
            Files.writeString(
                    dir.resolve(String.format("%06d.nft", i)),
                    NftElements.of(members).orElseThrow().text());
            StringBuilder lines = new StringBuilder();
            packets.get(i).forEach(p -> lines.append(RandomPolicies.line(p)).append('\n'));
            Files.writeString(dir.resolve(String.format("%06d.packets", i)), lines);
        }
        try (var script = ElementsAgreeTest.class.getResourceAsStream("agree.py")) {
            Files.write(dir.resolve("agree.py"), script.readAllBytes());
        }
        assertThat(Namespaces.run(SCRIPT, dir)).contains("asked");
        List<String> disagree = new ArrayList<>();
        int passed = 0;
        for (int i = 0; i < policies.size(); i++) {
            String verdicts =
                    Files.readString(dir.resolve(String.format("%06d.verdicts", i)), StandardCharsets.US_ASCII);
            for (int j = 0; j < PACKETS; j++) {
                boolean kernel = verdicts.charAt(j) == '1';
                passed += kernel ? 1 : 0;
                if (kernel != policies.get(i).has(packets.get(i).get(j))) {
                    disagree.add("policy " + i + ": kernel " + kernel + ": "
                            + packets.get(i).get(j) + " under "
                            + policies.get(i).boxes());
                }
            }
        }
        assertThat(disagree).isEmpty();
        assertThat(passed).as("packets that passed").isBetween(PAIRS / 10, PAIRS * 9 / 10);
        Member last = NftGatewayReader.read(Files.readString(dir.resolve("last.listing")))
                .get("lamp");
        assertThat(last.permitted().sameAs(policies.getLast()))
                .as("what the kernel lists is the policy")
                .isTrue();
    }

    private static Guarded device(String mac, String four, String six) {
        return new Guarded(
                mac, List.of(Prefix.parse(four).orElseThrow(), Prefix.parse(six).orElseThrow()));
    }
}
