package dev.muster.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.OrderAction.GatewayPolicy;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayPoliciesTest {
    private static final String SHUT = rules(PacketSet.NONE);
    private static final String OPEN = rules(PacketSet.everything());

    @TempDir
    private Path dir;

    private Path bridge;
    private final Kernel kernel = new Kernel();

    /** A kernel that keeps what it gets, or something else. */
    private static final class Kernel implements PacketFilter {
        private Optional<String> table = Optional.empty();
        private Optional<String> instead = Optional.empty();
        private final List<Boolean> forms = new ArrayList<>();
        private boolean old;

        @Override
        public void load(byte[] ruleset) throws IOException {
            table = instead.or(() -> Optional.of(new String(ruleset, StandardCharsets.UTF_8)));
            forms.add(NftElements.is(table.orElseThrow()));
            if (old && NftElements.is(table.orElseThrow())) {
                table = Optional.empty();
                throw new IOException("too old for elements");
            }
        }

        @Override
        public Optional<String> list() {
            return Optional.empty();
        }

        @Override
        public Optional<String> list(String name) {
            return table.filter(text -> name.equals(NftGateway.TABLE) && text.contains("chain"));
        }
    }

    @BeforeEach
    void bridges() throws IOException {
        bridge = Files.createDirectories(dir.resolve("proc/sys/net/bridge"));
        for (String name : List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables")) {
            Files.writeString(bridge.resolve(name), "0\n");
        }
    }

    @Test
    void whatIsReadBackAndEqualIsEnforcedAndBridgedPacketsAreShown() throws Exception {
        Applied applied = gateway().apply(order(SHUT));
        assertThat(applied.strength()).isEqualTo(Strength.KERNEL_ENFORCED);
        assertThat(applied.detail()).contains("1 devices");
        assertThat(Files.readString(bridge.resolve("bridge-nf-call-iptables"))).isEqualTo("1");
    }

    @Test
    void anotherPolicyInTheKernelIsAFailure() {
        kernel.instead = Optional.of(OPEN);
        assertThatThrownBy(() -> gateway().apply(order(SHUT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lamp may do something else than was ordered");
    }

    @Test
    void driftIsFoundAndRepaired() throws Exception {
        GatewayPolicies gateway = gateway();
        gateway.apply(order(SHUT));
        assertThat(gateway.watch()).isEmpty();
        kernel.table = Optional.of(OPEN);
        assertThat(gateway.watch().orElseThrow()).contains("loaded again", "something else");
        assertThat(kernel.forms).as("as elements").containsExactly(true, true);
        kernel.table = Optional.empty();
        assertThat(gateway.watch().orElseThrow()).contains("no table");
        Files.writeString(bridge.resolve("bridge-nf-call-ip6tables"), "0");
        assertThat(gateway.watch().orElseThrow()).contains("pass by the packet filter");
        assertThat(gateway.watch()).isEmpty();
        assertThat(gateway().watch()).as("another start").isEmpty();
    }

    @Test
    void aKernelThatTakesNoElementsGetsChains() throws Exception {
        kernel.old = true;
        assertThat(gateway().apply(order(SHUT)).strength()).isEqualTo(Strength.KERNEL_ENFORCED);
        assertThat(kernel.forms).containsExactly(true, false);
        assertThat(kernel.table).contains(SHUT);
    }

    @Test
    void aBridgeThatNobodyCanBeShownIsAFailure() throws Exception {
        for (String name : List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables")) {
            Files.delete(bridge.resolve(name));
        }
        assertThat(gateway().apply(order(SHUT)).strength()).as("no bridge").isEqualTo(Strength.KERNEL_ENFORCED);
        Files.createDirectories(dir.resolve("sys/class/net/br0/bridge"));
        assertThatThrownBy(() -> gateway().apply(order(SHUT)))
                .hasMessageContaining("bridged packets pass by the packet filter");
    }

    @Test
    void whatCannotBeProvedIsNeverLoaded() {
        assertThatThrownBy(() -> gateway().apply(order(SHUT.replace("counter drop", "counter accept"))))
                .hasMessageContaining("cannot be proved");
        assertThat(kernel.table).isEmpty();
    }

    /** Rules that a packet filter has no words for stand behind the table: they are read, and never loaded as text. */
    @Test
    void otherTlsIsRefusedByWhoReadsItOrTheOrderFails() throws Exception {
        String tls = "#tls MODE\n#tls profile p1 versions=tls13 suites= extensions= groups= signatures= psk= protocols="
                + " name=\n#tls rule lamp p1 meta nfproto ipv4 tcp dport 443\n";
        GatewayPolicies gateway = gateway();
        Applied told = gateway.apply(order(OPEN + tls.replace("MODE", "alert")));
        assertThat(told.detail()).contains("for 1 devices; nobody reads the TLS that is described");
        assertThat(kernel.table.orElseThrow()).doesNotContain("#tls");
        assertThat(gateway.watch()).as("the same table").isEmpty();
        assertThatThrownBy(() -> gateway.apply(order(OPEN + tls.replace("MODE", "enforce"))))
                .hasMessageContaining("this agent reads none");
        assertThatThrownBy(() -> gateway.apply(order(OPEN + tls.replace("MODE", "sometimes"))))
                .hasMessageContaining("not understood of TLS");
    }

    @Test
    void aRateThatTheKernelDoesNotHaveIsAFailure() throws Exception {
        String rate = "#rate lamp from 5 10 ip daddr 203.0.113.7 tcp dport 443\n";
        assertThatThrownBy(() -> gateway().apply(order(OPEN + rate)))
                .hasMessageContaining("the kernel's table of rates is not there");
        assertThat(kernel.table.orElseThrow())
                .contains("ether saddr 02:00:00:00:00:31 ip daddr 203.0.113.7 tcp dport 443")
                .contains("limit rate over 5/second burst 10 packets counter drop");
        assertThatThrownBy(() -> gateway().apply(order(OPEN + rate.replace("tcp", "sctp"))))
                .hasMessageContaining("not understood of rates");
    }

    /** The machine started again: no table is there, and those beside it are to be loaded too. */
    @Test
    void afterARestartWhatStandsBesideTheTableIsAppliedToo() throws Exception {
        String rate = "#rate lamp from 5 10 ip daddr 203.0.113.7 tcp dport 443\n";
        gateway().apply(order(OPEN));
        Path kept = roots(Strength.CHECKED).network().resolve("gateway.nft");
        Files.writeString(kept, OPEN + rate);
        kernel.table = Optional.empty();
        GatewayPolicies again = gateway();
        assertThat(again.watch().orElseThrow()).contains("the kernel's table of rates is not there");
        assertThat(again.watch().orElseThrow()).as("not forgotten").contains("table of rates");
    }

    @Test
    void anOrderThatFailsHalfWayLeavesWhatWasInForce() throws Exception {
        GatewayPolicies gateway = gateway();
        gateway.apply(order(SHUT));
        String tls = "#tls enforce\n#tls profile p1 versions=tls13 suites= extensions= groups= signatures= psk="
                + " protocols= name=\n#tls rule lamp p1 meta nfproto ipv4 tcp dport 443\n";
        assertThatThrownBy(() -> gateway.apply(order(OPEN + tls))).hasMessageContaining("this agent reads none");
        assertThat(gateway.watch()).as("it is back already").isEmpty();
    }

    @Test
    void whoIsNoGatewayRefuses() throws Exception {
        GatewayPolicies none = new GatewayPolicies(
                roots(Strength.CHECKED), Optional.empty(), Optional.empty(), Optional.empty(), bridged());
        assertThatThrownBy(() -> none.apply(order(SHUT))).hasMessageContaining("no gateway");
        GatewayPolicies virtual = new GatewayPolicies(
                roots(Strength.SIMULATED), Optional.empty(), Optional.empty(), Optional.empty(), bridged());
        assertThat(virtual.apply(order(SHUT)).strength()).isEqualTo(Strength.SIMULATED);
    }

    private GatewayPolicies gateway() throws IOException {
        return new GatewayPolicies(
                roots(Strength.CHECKED), Optional.of(kernel), Optional.empty(), Optional.empty(), bridged());
    }

    private BridgedPackets bridged() {
        return new BridgedPackets(dir.resolve("proc"), dir.resolve("sys"));
    }

    private DeviceRoots roots(Strength strength) throws IOException {
        return DeviceRoots.under(dir.resolve("root"), strength, Durability.PROCESS_END)
                .create();
    }

    private static GatewayPolicy order(String rules) {
        return new GatewayPolicy(rules.getBytes(StandardCharsets.UTF_8));
    }

    private static String rules(PacketSet permitted) {
        Guarded lamp = new Guarded(
                "02:00:00:00:00:31", List.of(Prefix.parse("10.0.0.31").orElseThrow()));
        return NftGateway.text(Map.of("lamp", new NftGateway.Member(lamp, permitted)));
    }
}
