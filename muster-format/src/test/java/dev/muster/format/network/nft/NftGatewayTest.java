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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftGatewayTest {
    private static final Peers CLOUD = new Peers(4, "cloud.example");
    private static final Guarded LAMP = new Guarded("02:00:00:00:00:31", List.of(prefix("10.0.0.31")));
    private static final Guarded LOCK =
            new Guarded("02:00:00:00:00:32", List.of(prefix("10.0.0.32"), prefix("fd00::/64")));
    private static final Map<String, Member> BOTH = Map.of(
            "lamp",
                    new Member(
                            LAMP,
                            PacketSet.of(List.of(new Box(
                                    Way.FROM_DEVICE, CLOUD, Span.of(6), CLOUD.all(), Box.NUMBERS, Span.of(443))))),
            "lock",
                    new Member(
                            LOCK,
                            PacketSet.of(List.of(new Box(
                                    Way.TO_DEVICE,
                                    new Peers(4, ""),
                                    Span.of(6),
                                    Span.of(prefix("10.0.0.0/24")),
                                    Span.of(80),
                                    Box.NUMBERS)))));

    @Test
    void aGatewayIsReadAsItWasWritten() {
        Map<String, Member> read = NftGatewayReader.read(NftGateway.text(BOTH));
        assertThat(read.keySet()).containsExactly("lamp", "lock");
        BOTH.forEach((id, member) -> {
            assertThat(read.get(id).device()).isEqualTo(member.device());
            assertThat(read.get(id).permitted().sameAs(member.permitted())).isTrue();
        });
        assertThat(NftGatewayReader.read(NftGateway.text(Map.of()))).isEmpty();
    }

    /** Each of these lets something pass, or somebody be another: none may be read as the same gateway. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "counter drop|counter accept",
                "ip saddr != 0.0.0.0 ip saddr != 10.0.0.31 drop|ip saddr != 0.0.0.0 ip saddr != 10.0.0.0/24 drop",
                "ip saddr @guarded4 ether saddr != @interfaces drop|ip saddr @guarded4 ether saddr != @interfaces"
                        + " accept",
                "ether saddr vmap @senders|ether daddr vmap @senders",
                "jump from-lamp|accept",
                "jump to-lock|jump to-lamp",
                "tcp dport 443|tcp dport 1-443",
                "hook forward|hook postrouting",
                "policy accept|policy drop",
                "ct direction reply|ct direction original",
                "& 0x0000ffff ==|& 0x00000000 ==",
                "chain output|chain outputs",
                "10.0.0.31, 10.0.0.32 }|10.0.0.31, 10.0.0.32, 10.0.0.99 }",
                "timeout|constant"
            })
    void aGatewayThatWasChangedIsNotTheSame(String from, String to) {
        String text = NftGateway.text(BOTH);
        assertThat(text).contains(from);
        boolean same;
        try {
            Map<String, Member> read = NftGatewayReader.read(text.replace(from, to));
            same = read.keySet().equals(BOTH.keySet())
                    && BOTH.entrySet().stream()
                            .allMatch(e -> read.get(e.getKey())
                                            .device()
                                            .equals(e.getValue().device())
                                    && read.get(e.getKey())
                                            .permitted()
                                            .sameAs(e.getValue().permitted()));
        } catch (NftException refused) {
            same = false;
        }
        assertThat(same).isFalse();
    }

    @Test
    void nobodyIsTwo() {
        Member member = BOTH.get("lamp");
        assertThatThrownBy(() -> NftGateway.text(Map.of("a", member, "b", member)))
                .hasMessageContaining("two devices with the interface");
        assertThatThrownBy(() -> NftGateway.text(Map.of("a b", member))).hasMessageContaining("no name of a chain");
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

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
