package dev.muster.format.network.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftReaderTest {
    private static final PacketSet POLICY = PacketSet.of(List.of(
            box(Way.FROM_DEVICE, new Peers(4, ""), 6, "10.0.0.0/8", Box.NUMBERS, Span.of(443)),
            box(Way.TO_DEVICE, new Peers(4, ""), 17, "10.9.0.4/31", Span.of(5000, 5010), Box.NUMBERS),
            box(Way.FROM_DEVICE, new Peers(4, ""), 1, "10.0.0.1/32", Span.of(8), Span.of(0)),
            box(Way.FROM_DEVICE, new Peers(6, ""), 58, "fd00::/16", Span.of(128, 65535), Box.NUMBERS),
            box(Way.FROM_DEVICE, new Peers(4, ""), 2, "224.0.0.1/32", Box.NUMBERS, Box.NUMBERS),
            new Box(
                    Way.FROM_DEVICE,
                    new Peers(4, "cloud.example"),
                    Span.of(6),
                    Span.of(0),
                    Box.NUMBERS,
                    Span.of(8883))));

    @Test
    void whatIsWrittenIsReadBackExactly() {
        String text = NftText.self(POLICY);
        assertThat(NftReader.self(text).sameAs(POLICY)).as(text).isTrue();
        assertThat(NftText.self(NftReader.self(text))).isEqualTo(text);
        assertThat(NftReader.self(NftText.self(PacketSet.NONE)).isEmpty()).isTrue();
    }

    @Test
    void theTextIsThis() {
        assertThat(NftText.self(POLICY)
                        .lines()
                        .filter(l -> l.contains("set"))
                        .map(l -> l.strip().replaceAll("0x[0-9a-f]{8}", "M")))
                .containsExactly(
                        "set v4-cloud.example {",
                        "ip daddr 10.0.0.1 icmp type 8 icmp code 0 counter ct mark set M accept",
                        "ip daddr 224.0.0.1 meta l4proto 2 counter ct mark set M accept",
                        "ip daddr 10.0.0.0/8 tcp dport 443 counter ct mark set M accept",
                        "ip daddr @v4-cloud.example tcp dport 8883 counter ct mark set M accept",
                        "ip6 daddr fd00::/16 icmpv6 type 128-255 counter ct mark set M accept",
                        "ip saddr 10.9.0.4/31 udp dport 5000-5010 counter ct mark set M accept");
    }

    /** Each of these would let packets pass that the policy does not: none may be read as the policy. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy drop;|policy accept;",
                "10.0.0.0/8 tcp|0.0.0.0/0 tcp",
                "tcp dport 443|tcp dport 443-444",
                "counter drop|counter accept",
                "counter drop|accept",
                "iifname \"lo\" accept|iifname \"eth0\" accept",
                "hook forward|hook prerouting",
                "priority filter|priority 10",
                "chain forward|chain fwd",
                "ct mark|ct direction original ct mark",
                "ip saddr 10.9.0.4/31|ip daddr 10.9.0.4/31",
                "ip6 daddr fd00::/16|ip6 daddr != fd00::/16",
                "icmp type 8|icmp type != 8",
                "flags timeout|flags constant",
                "size 4096|elements = { 10.0.0.1 }",
                "hoplimit 255|hoplimit 1",
                "@v4-cloud.example|@v4-other.example"
            })
    void aTableThatWasChangedIsNotThePolicy(String from, String to) {
        String text = NftText.self(POLICY);
        assertThat(text).contains(from);
        String changed = text.replace(from, to);
        try {
            assertThat(NftReader.self(changed).sameAs(POLICY)).as(changed).isFalse();
        } catch (NftException refused) {
            assertThat(refused.path()).startsWith("/line ");
        }
    }

    @Test
    void aMarkThatIsNotThePolicysIsRefused() {
        String text = NftText.self(POLICY);
        String other = NftText.mark(PacketSet.NONE);
        assertThatThrownBy(() -> NftReader.self(text.replace(NftText.mark(POLICY), other)))
                .isInstanceOf(NftException.class)
                .hasMessageContaining("marked");
        assertThatThrownBy(() -> NftReader.self("")).isInstanceOf(NftException.class);
    }

    private static Box box(Way way, Peers peers, int protocol, String network, Span own, Span other) {
        return new Box(
                way, peers, Span.of(protocol), Span.of(Prefix.parse(network).orElseThrow()), own, other);
    }
}
