package dev.muster.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.OrderAction.NetworkPolicy;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPoliciesTest {

    @TempDir
    private Path dir;

    private NetworkPolicies policies(Strength strength) throws IOException {
        return new NetworkPolicies(
                DeviceRoots.under(dir, strength, Durability.PROCESS_END).create());
    }

    @Test
    void thePolicyInForceIsTheLastOneAndSurvivesARestart() throws IOException {
        NetworkPolicies policies = policies(Strength.SIMULATED);
        assertThat(policies.inForce()).isEmpty();
        policies.apply(policy("normal", "table inet muster {}"));
        policies.apply(policy("quarantine", "table inet muster { chain out { policy drop; } }"));
        assertThat(policies(Strength.SIMULATED).inForce()).contains("quarantine");
        assertThat(Files.readString(dir.resolve("network/ruleset.nft"))).contains("policy drop");
    }

    @Test
    void aVirtualDeviceNeverClaimsMoreThanSimulated() throws IOException {
        assertThat(policies(Strength.SIMULATED).apply(policy("p", ""))).isEqualTo(Strength.SIMULATED);
        assertThat(policies(Strength.CHECKED).apply(policy("p", ""))).isEqualTo(Strength.CHECKED);
    }

    @Test
    void aRulesetThatIsNotTextIsNotPutInForce() throws IOException {
        NetworkPolicies policies = policies(Strength.SIMULATED);
        policies.apply(policy("normal", "table inet muster {}"));
        NetworkPolicy bad = new NetworkPolicy("bad", new byte[] {(byte) 0xc3, 0x28});
        assertThatThrownBy(() -> policies.apply(bad)).isInstanceOf(IOException.class);
        assertThat(policies.inForce()).contains("normal");
    }

    private static NetworkPolicy policy(String name, String ruleset) {
        return new NetworkPolicy(name, ruleset.getBytes(StandardCharsets.UTF_8));
    }
}
