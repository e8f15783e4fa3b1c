package dev.muster.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.OrderAction.NetworkPolicy;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.guard.firewall.NftProgram;
import dev.muster.guard.firewall.PacketFilter;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPoliciesTest {
    private static final String NORMAL = "table inet muster\ndelete table inet muster\n";
    private static final String QUARANTINE = quarantine(8444);

    @TempDir
    private Path dir;

    private int restricted;

    @Test
    void thePolicyInForceIsTheLastOneAndSurvivesARestart() throws IOException {
        NetworkPolicies policies = policies(Strength.SIMULATED, Optional.empty());
        assertThat(policies.inForce()).isEmpty();
        policies.apply(policy("normal", NORMAL));
        policies.apply(policy("quarantine", QUARANTINE));
        assertThat(policies(Strength.SIMULATED, Optional.empty()).inForce()).contains("quarantine");
        assertThat(Files.readString(dir.resolve("network/ruleset.nft"))).contains("policy drop");
    }

    @Test
    void whatNoKernelHoldsIsNeverCalledEnforced() throws IOException {
        assertThat(policies(Strength.SIMULATED, Optional.empty())
                        .apply(policy("p", QUARANTINE))
                        .strength())
                .isEqualTo(Strength.SIMULATED);
        Applied kept = policies(Strength.CHECKED, Optional.empty()).apply(policy("p", QUARANTINE));
        assertThat(kept.strength()).isEqualTo(Strength.CHECKED);
        assertThat(kept.detail()).contains("nothing enforces it");
    }

    @Test
    void rulesAreProvedByReadingThemBack() throws IOException {
        FakeKernel kernel = new FakeKernel();
        NetworkPolicies policies = policies(Strength.CHECKED, Optional.of(kernel));
        assertThat(policies.apply(policy("quarantine", QUARANTINE)).strength()).isEqualTo(Strength.KERNEL_ENFORCED);
        assertThat(policies.repair()).isEmpty();
        kernel.table = Optional.of(quarantine(22));
        assertThat(policies.repair()).contains("the kernel lets pass more than was ordered");
        assertThat(kernel.table).contains(QUARANTINE);
        kernel.table = Optional.empty();
        assertThat(policies.repair()).contains("the kernel has no table of ours");
        assertThat(restricted).as("ordered, and loaded again twice").isEqualTo(3);
        assertThat(policies.apply(policy("normal", NORMAL)).strength()).isEqualTo(Strength.CHECKED);
        assertThat(restricted).as("nothing is dropped then").isEqualTo(3);
    }

    @Test
    void aKernelThatHasOtherRulesThanItTookIsAFailure() throws IOException {
        FakeKernel kernel = new FakeKernel();
        kernel.stubborn = true;
        NetworkPolicies policies = policies(Strength.CHECKED, Optional.of(kernel));
        assertThatThrownBy(() -> policies.apply(policy("quarantine", QUARANTINE)))
                .hasMessageContaining("not in force");
        assertThat(policies.inForce()).isEmpty();
        kernel.stubborn = false;
        assertThatThrownBy(() -> policies.apply(policy("odd", "table inet muster {\n  chain x {\n  }\n}\n")))
                .hasMessageContaining("cannot be proved");
    }

    @Test
    void aRulesetThatIsNotTextIsNotPutInForce() throws IOException {
        NetworkPolicies policies = policies(Strength.SIMULATED, Optional.empty());
        policies.apply(policy("normal", NORMAL));
        NetworkPolicy bad = new NetworkPolicy("bad", new byte[] {(byte) 0xc3, 0x28});
        assertThatThrownBy(() -> policies.apply(bad)).isInstanceOf(IOException.class);
        assertThat(policies.inForce()).contains("normal");
    }

    /** In a namespace of its own, whose only process this test started. */
    @Test
    void aRealKernelIsReadBackAndRepaired() throws Exception {
        Needs.root("the kernel");
        Needs.tool("nft", "the kernel");
        Process world = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo ready; exec sleep 60").start();
        try {
            assertThat(world.inputReader().readLine()).as("a namespace").isEqualTo("ready");
            List<String> inside = List.of("nsenter", "-t", String.valueOf(world.pid()), "-n", "nft");
            NetworkPolicies policies = policies(Strength.CHECKED, Optional.of(new NftProgram(inside)));
            assertThat(policies.apply(policy("quarantine", QUARANTINE)).strength())
                    .isEqualTo(Strength.KERNEL_ENFORCED);
            assertThat(policies.repair()).isEmpty();
            new NftProgram(inside).load("add rule inet muster output accept\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(policies.repair().orElse("nothing")).contains("not ours");
            new NftProgram(inside).load("delete table inet muster\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(policies.repair()).contains("the kernel has no table of ours");
            assertThat(policies.repair()).isEmpty();
            policies.apply(policy("normal", NORMAL));
            assertThat(new NftProgram(inside).list()).isEmpty();
            assertThatThrownBy(() -> new NftProgram(inside).load("nonsense".getBytes(StandardCharsets.US_ASCII)))
                    .hasMessageContaining("nft: ");
        } finally {
            world.destroy();
            world.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** Keeps the text that it was given, as a kernel keeps rules. */
    private static final class FakeKernel implements PacketFilter {
        private Optional<String> table = Optional.empty();
        private boolean stubborn;

        @Override
        public void load(byte[] ruleset) {
            String text = new String(ruleset, StandardCharsets.UTF_8);
            table = text.contains("{") && !stubborn ? Optional.of(text) : Optional.empty();
        }

        @Override
        public Optional<String> list() {
            return table;
        }
    }

    private static String quarantine(int port) {
        Box server = new Box(
                Way.FROM_DEVICE,
                new Peers(4, ""),
                Span.of(6),
                Span.of(Prefix.parse("10.9.0.1").orElseThrow()),
                Box.NUMBERS,
                Span.of(port));
        return NftText.self(PacketSet.of(List.of(server)));
    }

    private NetworkPolicies policies(Strength strength, Optional<PacketFilter> filter) throws IOException {
        return new NetworkPolicies(
                DeviceRoots.under(dir, strength, Durability.PROCESS_END).create(),
                filter,
                Optional.empty(),
                () -> restricted++);
    }

    private static NetworkPolicy policy(String name, String ruleset) {
        return new NetworkPolicy(name, ruleset.getBytes(StandardCharsets.UTF_8));
    }
}
