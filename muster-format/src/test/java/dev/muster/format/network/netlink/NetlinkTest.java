package dev.muster.format.network.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetlinkTest {
    private static final int BODY = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "icmpv6 type 133-136 ip6 hoplimit 255 return",
                "ip saddr != 0.0.0.0 ip saddr != 10.0.0.0/20 ip saddr != 10.1.0.0/16 drop",
                "ip6 saddr != :: ip6 saddr != fe80::/10 drop",
                "ip daddr 10.0.0.1-10.0.0.7 tcp sport 7 tcp dport 5-9 counter drop",
                "ip daddr @v4-a.example udp dport 53 counter ct mark set ct mark & 0xffff0000 | 0x00001234 return",
                "icmp type 8 icmp code 0-3 counter return",
                "ip daddr 10.0.0.0/12 meta l4proto 7-9 return",
                "ip6 daddr fd00::/9 meta l4proto 17 return",
                "meta nfproto ipv6 meta l4proto 17 accept",
                "meta nfproto ipv4 tcp dport 80 counter return",
                "ip6 saddr @guarded6 ether saddr != @interfaces drop",
                "ct direction reply ct mark & 0xffff0000 == 0x00070000 return",
                "limit rate 10/second burst 20 packets log prefix \"from d1\" group 7355 snaplen 128",
                "oifname \"lo\" accept",
                "ct mark 0x12345678 accept",
                "ether saddr vmap @senders",
                "ip6 daddr vmap @receivers6",
                "counter drop"
            })
    void aRuleIsReadAsItWasWritten(String rule) {
        assertThat(roundTrip(rule)).isEqualTo(rule);
    }

    private static String roundTrip(String rule) {
        Messages out = new Messages();
        out.message(Codes.NEW_RULE, 0);
        RuleMessages.write(out, rule);
        Messages.Batch batch = out.finish();
        String[] read = {""};
        Datagrams.messages(batch.bytes(), (type, flags, sequence, bytes, from, to) -> {
            if (type == (Messages.SUBSYSTEM | Codes.NEW_RULE)) {
                read[0] = RuleListing.words(new Attributes(bytes, from + BODY, to, "/rule"), false, "/rule");
                return false;
            }
            return true;
        });
        return read[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meta mark 7 accept",
                "tcp flags syn accept",
                "tcp dport 70000 accept",
                "tcp dport 9-5 accept",
                "tcp type 3 accept",
                "ip daddr fd00::1 accept",
                "ip saddr 10.0.0.1 ip6 saddr :: accept",
                "udp dport 5 tcp dport 5 accept",
                "ct mark & 0xff == 12 accept",
                "ct state new accept",
                "limit rate over 5/second drop",
                "limit rate 5/minute burst 5 packets drop",
                "log prefix \"x\" group 3",
                "accept drop",
                "ip daddr",
                "masquerade"
            })
    void whatOursNeverSayIsNotWritten(String rule) {
        assertThatThrownBy(() -> roundTrip(rule))
                .isInstanceOf(NetlinkException.class)
                .hasMessageContaining("/rule");
    }

    @Test
    void whatIsHiddenInARuleIsNotPassedOver() {
        for (int i = 0; i < 3; i++) {
            Messages out = new Messages();
            out.message(Codes.NEW_RULE, 0);
            int list = out.open(Codes.RULE_EXPRESSIONS);
            Expressions to = new Expressions(out);
            switch (i) {
                case 0 -> to.payload(Codes.NETWORK, 12, 4);
                case 1 -> {
                    to.load("meta", Codes.META_NFPROTO);
                    to.compare(Codes.AT_LEAST, Expressions.octet(Codes.NFPROTO_IPV4));
                }
                default -> {
                    to.load("meta", Codes.META_IIFTYPE);
                    to.compare(Codes.EQUAL, Expressions.host16(Codes.ETHERNET));
                }
            }
            to.load("ct", Codes.CT_MARK);
            if (i == 0) {
                to.bitwise(new byte[] {1, 0, 0, 0}, new byte[] {1, 0, 0, 0});
            }
            to.verdict(Codes.ACCEPT);
            out.close(list);
            Messages.Batch batch = out.finish();
            assertThatThrownBy(() -> Datagrams.messages(batch.bytes(), (type, flags, sequence, bytes, from, to2) -> {
                        if (type == (Messages.SUBSYSTEM | Codes.NEW_RULE)) {
                            RuleListing.words(new Attributes(bytes, from + BODY, to2, "/rule"), false, "/rule");
                            return false;
                        }
                        return true;
                    }))
                    .as("case " + i)
                    .isInstanceOf(NetlinkException.class);
        }
    }

    @Test
    void aDifferenceIsOnlyWhatIsDifferent() {
        TableText one = TableText.read(NftGateway.text(Map.of("a", member(1, 443), "b", member(2, 443))));
        TableText two = TableText.read(NftGateway.text(Map.of("a", member(1, 443), "b", member(2, 444))));
        assertThat(TableMessages.difference(one, one).orElseThrow().isEmpty()).isTrue();
        int whole = TableMessages.whole(two).finish().length();
        int part = TableMessages.difference(one, two).orElseThrow().finish().length();
        assertThat(part).isLessThan(whole / 2);
        assertThat(TableMessages.difference(
                        one, TableText.read("table inet muster-gateway\ndelete table inet muster-gateway\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table inet muster {\n chain x {\n }\n",
                "table ip muster {\n}\n",
                "table inet muster {\n}\ntable inet other {\n}\n",
                "add rule inet muster output accept",
                "table inet muster {\n set s {\n type realm\n }\n}\n",
                "table inet muster {\n set s {\n type ipv4_addr\n size 0x7\n }\n}\n",
                "flush ruleset",
                ""
            })
    void whatIsNoTableOfOursIsRefused(String text) {
        assertThatThrownBy(() -> TableText.read(text)).isInstanceOf(NetlinkException.class);
    }

    private static Member member(int number, int port) {
        Peers peers = new Peers(4, "");
        Box box = new Box(Way.FROM_DEVICE, peers, Span.of(6), peers.all(), Box.NUMBERS, Span.of(port));
        Prefix address = Prefix.parse("10.0.0." + number).orElseThrow();
        return new Member(new Guarded("02:00:00:00:00:0" + number, List.of(address)), PacketSet.of(List.of(box)));
    }
}
