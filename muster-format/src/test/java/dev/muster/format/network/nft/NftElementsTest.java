package dev.muster.format.network.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftElementsTest {
    private static final Peers CLOUD = new Peers(4, "cloud.example");
    private static final Guarded LAMP = new Guarded("02:00:00:00:00:31", List.of(prefix("10.0.0.31")));
    private static final Guarded LOCK =
            new Guarded("02:00:00:00:00:32", List.of(prefix("10.0.0.32"), prefix("10.0.0.33"), prefix("fd00::32")));
    private static final PacketSet LAMPS = PacketSet.of(List.of(
            new Box(Way.FROM_DEVICE, CLOUD, Span.of(6), CLOUD.all(), Box.NUMBERS, Span.of(443)),
            box(Way.FROM_DEVICE, "0.0.0.0/0", 17, Box.NUMBERS, Span.of(53)),
            box(Way.FROM_DEVICE, "10.0.0.0/23", 6, Box.NUMBERS, Span.of(8000, 8080)),
            box(Way.FROM_DEVICE, "10.7.0.0/16", 47, Box.NUMBERS, Box.NUMBERS),
            box(Way.FROM_DEVICE, "10.0.0.32/32", 1, Span.of(8), Box.NUMBERS),
            box(Way.FROM_DEVICE, "fd00::/64", 58, Span.of(1, 4), Span.of(0, 3))));
    private static final PacketSet LOCKS = PacketSet.of(List.of(
            box(Way.TO_DEVICE, "10.0.0.0/24", 6, Span.of(80), Box.NUMBERS),
            box(Way.TO_DEVICE, "fd00::/64", 17, Box.NUMBERS, Span.of(5353)),
            Box.all(Way.TO_DEVICE, new Peers(6, "hub.example"))));
    private static final Map<String, Member> BOTH =
            Map.of("lamp", new Member(LAMP, LAMPS), "lock", new Member(LOCK, LOCKS));

    @Test
    void aGatewayIsReadAsItWasWritten() {
        same(NftElements.of(BOTH).orElseThrow().text(), BOTH);
        same(NftElements.of(Map.of()).orElseThrow().text(), Map.of());
        Map<String, Member> all = Map.of("lamp", new Member(LAMP, PacketSet.everything()));
        same(NftElements.of(all).orElseThrow().text(), all);
    }

    /** Each of these lets something pass, or somebody be another: none may be read as the same gateway. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refused drop|refused return",
                "10.0.0.31 . 02:00:00:00:00:31|10.0.0.99 . 02:00:00:00:00:31",
                "ip saddr @guarded4 ether saddr != @interfaces drop|ip saddr @guarded4 accept",
                "ether saddr @interfaces jump from|ether daddr @interfaces jump from",
                "comment \"lamp\"|comment \"lump\"",
                "ip daddr & 255.255.0.0|ip daddr & 255.0.0.0",
                "02:00:00:00:00:31 . 17 . 53|02:00:00:00:00:31 . 17 . 54",
                "8000-8080|8000-8081",
                "2048-2303|0-2303",
                "hook forward|hook postrouting",
                "ct direction reply|ct direction original",
                "ip daddr @bit4-3 ct|ip daddr @bit4-4 ct",
                "set bit4-0|set bit4-16",
                "ct mark & 0x0000ffff @live|ct mark & 0x00000000 @live",
                "10.0.0.33 . 6 . 80|10.0.0.33 . 6 . 81",
                "flags timeout|flags constant",
                "chain output|chain outputs"
            })
    void aGatewayThatWasChangedIsNotTheSame(String from, String to) {
        String text = NftElements.of(BOTH).orElseThrow().text();
        String changed = text.replace(from, to);
        assertThat(changed).isNotEqualTo(text);
        assertThat(unlike(changed)).isTrue();
    }

    private static boolean unlike(String text) {
        try {
            Map<String, Member> read = NftGatewayReader.read(text);
            return !read.keySet().equals(BOTH.keySet())
                    || !BOTH.entrySet().stream()
                            .allMatch(e -> equal(e.getValue(), Optional.ofNullable(read.get(e.getKey()))));
        } catch (NftException refused) {
            return true;
        }
    }

    @Test
    void aChangeIsTheElementsThatChange() {
        NftElements now = NftElements.of(BOTH).orElseThrow();
        Map<String, Member> next = new HashMap<>(BOTH);
        PacketSet less =
                LAMPS.minus(PacketSet.of(List.of(box(Way.FROM_DEVICE, "0.0.0.0/0", 17, Box.NUMBERS, Span.of(53)))));
        PacketSet other =
                less.or(PacketSet.of(List.of(box(Way.FROM_DEVICE, "0.0.0.0/0", 17, Box.NUMBERS, Span.of(123)))));
        next.put("lamp", new Member(LAMP, other));
        NftElements.Change change = now.change(next).orElseThrow();
        assertThat(change.text())
                .contains(
                        "delete element inet muster-gateway f4-any-d { 02:00:00:00:00:31 . 17 . 53 }",
                        "add element inet muster-gateway f4-any-d { 02:00:00:00:00:31 . 17 . 123 }")
                .doesNotContain("00:32", "8080");
        assertThat(change.after().text())
                .isEqualTo(NftElements.of(next).orElseThrow().text());
        assertThat(change.after().change(next).orElseThrow().text()).isEmpty();
        next.put("lamp", new Member(LAMP, less));
        assertThat(now.change(next)).as("a rule less").isEmpty();
        Map<String, Member> twice = Map.of("lamp", new Member(LAMP, LAMPS), "lock", new Member(LAMP, LOCKS));
        assertThatThrownBy(() -> NftElements.of(twice)).hasMessageContaining("two devices");
    }

    @Test
    void aDeviceWhoseAddressIsANetworkHasChains() {
        Guarded wide = new Guarded("02:00:00:00:00:33", List.of(prefix("fd00:7::/64")));
        assertThat(NftElements.of(Map.of("hub", new Member(wide, LAMPS)))).isEmpty();
    }

    @Test
    void whatElementsCountedIsToldOfTheirDevices() {
        String text = NftElements.of(BOTH)
                .orElseThrow()
                .text()
                .replace("02:00:00:00:00:31 . 17 . 53", "02:00:00:00:00:31 . 17 . 53 counter packets 7 bytes 90")
                .replace(
                        "    counter\n    elements = { 10.0.0.31, 10.0.0.32,",
                        "    counter\n    elements = { 10.0.0.31, 10.0.0.32 counter packets 3 bytes 9,");
        Map<String, NftCounters.Chain> counted = NftCounters.read(text);
        assertThat(counted.keySet()).containsExactlyInAnyOrder("from-lamp", "to-lamp", "from-lock", "to-lock");
        assertThat(counted.get("from-lamp").used()).containsOnly(Map.entry("meta nfproto ipv4 udp dport 53", 7L));
        assertThat(counted.get("to-lock").refused()).isEqualTo(3);
        same(text, BOTH);
    }

    @FuzzTest(maxDuration = "20s")
    void tablesReadOrRefuse(byte[] data) {
        try {
            Map<String, Member> read = NftGatewayReader.read(new String(data, StandardCharsets.UTF_8));
            assertThat(NftGatewayReader.read(NftGateway.text(read)).keySet()).isEqualTo(read.keySet());
        } catch (NftException refused) {
            assertThat(refused.path()).startsWith("/line");
        }
    }

    private static void same(String text, Map<String, Member> members) {
        Map<String, Member> read = NftGatewayReader.read(text);
        assertThat(read.keySet()).isEqualTo(members.keySet());
        members.forEach((id, member) -> assertThat(equal(member, Optional.ofNullable(read.get(id))))
                .as(id)
                .isTrue());
    }

    private static boolean equal(Member one, Optional<Member> two) {
        return two.filter(member -> one.device().equals(member.device())
                        && one.reachable().permitted().sameAs(member.permitted()))
                .isPresent();
    }

    private static Box box(Way way, String peer, int protocol, Span own, Span other) {
        Prefix prefix = prefix(peer);
        return new Box(way, new Peers(prefix.family(), ""), Span.of(protocol), Span.of(prefix), own, other);
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
