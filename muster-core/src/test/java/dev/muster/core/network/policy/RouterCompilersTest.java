package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouterCompilersTest {
    private static final Guarded LAMP = new Guarded(
            "02:00:00:00:00:31",
            List.of(
                    Prefix.parse("10.0.0.31").orElseThrow(),
                    Prefix.parse("fd00::31").orElseThrow()));
    private static final Compiler OPENWRT = new OpenWrtCompiler(LAMP);
    private static final Compiler RADIUS = new FilterRuleCompiler();
    private static final PacketSet POLICY = PacketSet.of(List.of(
            Basics.client(Prefix.parse("10.0.0.7").orElseThrow(), 6, 443),
            Basics.client(Prefix.parse("10.0.0.53").orElseThrow(), 17, 53),
            new Box(
                    Way.TO_DEVICE,
                    new Peers(6, ""),
                    Span.of(6),
                    Span.of(Prefix.parse("fd00::/64").orElseThrow()),
                    Span.of(80),
                    Box.NUMBERS)));

    @Test
    void rulesOfRadiusAreWrittenSo() {
        assertThat(RADIUS.compile(POLICY)).isEqualTo("""
            permit in 6 from assigned to 10.0.0.7/32 443
            permit in 17 from assigned to 10.0.0.53/32 53
            permit out 6 from fd00::/64 to assigned 80
            permit out 6 from 10.0.0.7/32 443 to assigned established
            permit out 17 from 10.0.0.53/32 53 to assigned
            permit in 6 from assigned 80 to fd00::/64 established
            deny in ip from any to any
            deny out ip from any to any
            """);
        // Only the answers of UDP can be told from nothing else.
        assertThat(RADIUS.beyond(POLICY).boxes())
                .extracting(PlainWords::line)
                .containsExactly("10.0.0.53 may open UDP to it from port 53.");
    }

    @Test
    void sectionsOfOpenWrtAreWrittenSo() {
        Peers cloud = new Peers(4, "cloud.maker.example");
        PacketSet policy = POLICY.or(PacketSet.of(
                List.of(new Box(Way.FROM_DEVICE, cloud, Span.of(6), cloud.all(), Box.NUMBERS, Span.of(8883)))));
        assertThat(OPENWRT.compile(policy))
                .contains("""
                    config rule
                    \toption name 'muster-1-out'
                    \toption family 'ipv4'
                    \toption src 'lan'
                    \toption dest '*'
                    \toption src_mac '02:00:00:00:00:31'
                    \tlist dest_ip '10.0.0.7/32'
                    \toption proto '6'
                    \toption dest_port '443'
                    \toption target 'ACCEPT'
                    """)
                .contains("""
                    \toption src '*'
                    \toption dest 'lan'
                    \tlist dest_ip 'fd00::31/128'
                    \tlist src_ip 'fd00::/64'
                    \toption proto '6'
                    \toption dest_port '80'
                    """)
                .contains("option ipset 'v4-cloud.maker.example dest'", "list domain 'cloud.maker.example'")
                .contains("list src_ip '!10.0.0.31/32'");
    }

    @Test
    void whatWasChangedIsRefusedOrAnotherPolicy() {
        String text = OPENWRT.compile(POLICY);
        for (String[] change : new String[][] {
            {"10.0.0.7/32", "10.0.0.0/8"},
            {"option dest_port '443'", "option dest_port '444'"},
            {"02:00:00:00:00:31", "02:00:00:00:00:32"},
            {"option proto '17'", "option proto 'all'"},
            {"muster-shut-out", "muster-open"},
            {"option src '*'", "option src 'wan'"},
            {"option dest_port '80'", "option limit '80'"}
        }) {
            assertThat(text).contains(change[0]);
            assertThat(same(() -> OpenWrtReader.read(text.replace(change[0], change[1]), LAMP)))
                    .as(change[0])
                    .isFalse();
        }
        String rules = RADIUS.compile(POLICY);
        for (String[] change : new String[][] {
            {"to 10.0.0.7/32 443", "to 10.0.0.7/32"},
            {" established", ""},
            {"deny in", "permit in"},
            {"assigned", "any"}
        }) {
            assertThat(same(() -> FilterRuleCompiler.FilterRuleReader.read(rules.replace(change[0], change[1]))))
                    .as(change[0])
                    .isFalse();
        }
    }

    private static boolean same(java.util.function.Supplier<PacketSet> read) {
        try {
            return read.get().sameAs(POLICY.or(RADIUS.beyond(POLICY)))
                    || read.get().sameAs(POLICY);
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** Each proves itself when it compiles, so it is enough that it does, or says why it cannot. */
    @Test
    void randomPoliciesAreProvedOrRefused() {
        Random random = new Random(20261129);
        int compiled = 0;
        for (int i = 0; i < 300; i++) {
            PacketSet policy = RandomPolicies.policy(random);
            for (Compiler compiler : List.of(OPENWRT, RADIUS)) {
                try {
                    compiler.compile(policy);
                    compiled++;
                } catch (IllegalArgumentException unsaid) {
                    assertThat(unsaid.getMessage()).containsAnyOf("OpenWrt", "RADIUS");
                }
            }
        }
        assertThat(compiled).isGreaterThan(100);
    }

    @Test
    void aDeviceBehindARouterHasAnInterfaceAndAnAddress() {
        assertThatThrownBy(() -> new Guarded("ff:ff:ff:ff:ff:ff", LAMP.addresses()))
                .hasMessageContaining("one interface");
        assertThatThrownBy(() -> new Guarded("02:00:00:00:00:31", List.of())).hasMessageContaining("has an address");
        assertThatThrownBy(() -> RADIUS.compile(PacketSet.of(List.of(new Box(
                        Way.FROM_DEVICE, new Peers(4, "a.example"), Span.of(6), Span.of(0), Box.NUMBERS, Span.of(1))))))
                .hasMessageContaining("RADIUS has no names");
    }
}
