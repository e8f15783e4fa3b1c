package dev.muster.format.network.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateRulesTest {
    private static final Box OUT = box(Way.FROM_DEVICE, "203.0.113.0/24", 6, 443);
    private static final Box IN = box(Way.TO_DEVICE, "fd00::/8", 17, 5683);
    private static final Map<String, Guarded> DEVICES = Map.of(
            "lamp",
            new Guarded("02:00:00:00:00:31", List.of(prefix("10.0.0.31"), prefix("fd00::31"), prefix("fd00::32"))));

    @Test
    void whatIsWrittenIsRead() {
        RateRules rules = rules("lamp");
        String table = "table inet x {\n}\n";
        assertThat(RateRules.read(table + rules.text())).isEqualTo(rules);
        assertThat(Beside.without(table + rules.text())).isEqualTo(table);
        assertThat(RateRules.read(table)).isEqualTo(RateRules.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#rate lamp from 0 10 meta nfproto ipv4",
                "#rate lamp from 5 1000001 meta nfproto ipv4",
                "#rate lamp from 5 x meta nfproto ipv4",
                "#rate lamp at 5 10 meta nfproto ipv4",
                "#rate lamp from 5 10 accept",
                "#rate LAMP from 5 10 meta nfproto ipv4",
                "#rate lamp from",
                "#rate "
            })
    void whatIsNotUnderstoodIsRefused(String line) {
        assertThatThrownBy(() -> RateRules.read(line + "\n")).isInstanceOf(NftException.class);
    }

    @Test
    void aNameHasNoRate() {
        Peers name = new Peers(4, "maker.example");
        Box box = new Box(Way.FROM_DEVICE, name, Span.of(6), name.all(), Box.NUMBERS, Span.of(443));
        RateRules rules = new RateRules(List.of(new RateRules.Rule("", box, 5, 10)));
        assertThatThrownBy(() -> RateTable.text(RateTable.SELF, rules, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {RateTable.SELF, RateTable.GATEWAY})
    void theKernelHasWhatWasWritten(String table) throws Exception {
        Needs.root("the kernel's packet filter");
        Needs.tool("nft", "the kernel's packet filter");
        boolean gateway = table.equals(RateTable.GATEWAY);
        String text = RateTable.text(table, rules(gateway ? "lamp" : ""), gateway ? DEVICES : Map.of());
        String listed = kernel(text + text, table);
        assertThat(RateTable.form(listed)).isEqualTo(RateTable.form(text));
        for (List<String> change : List.of(
                List.of("over 7/second", "over 8/second"),
                List.of("counter drop", "counter accept"),
                List.of("443", "442"),
                List.of("jump rate-1", "jump rate-2"))) {
            String other = kernel(text.replace(change.getFirst(), change.getLast()), table);
            assertThat(RateTable.form(other)).as(change.toString()).isNotEqualTo(RateTable.form(text));
        }
        assertThat(RateTable.text(table, RateRules.NONE, DEVICES)).isEqualTo(RateTable.none(table));
    }

    private static String kernel(String text, String table) throws IOException {
        Process nft = new ProcessBuilder("unshare", "-n", "sh", "-c", "nft -f - && nft -n -s list table " + table)
                .redirectErrorStream(true)
                .start();
        try (var in = nft.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static RateRules rules(String device) {
        return new RateRules(List.of(
                new RateRules.Rule(device, OUT, 7, 10),
                new RateRules.Rule(device, IN, 1, 5),
                new RateRules.Rule(device, box(Way.FROM_DEVICE, "0.0.0.0/0", 17, 53), 100, 1)));
    }

    private static Box box(Way way, String network, int protocol, int port) {
        Prefix peer = prefix(network);
        boolean from = way == Way.FROM_DEVICE;
        return new Box(
                way,
                new Peers(peer.family(), ""),
                Span.of(protocol),
                Span.of(peer),
                from ? Box.NUMBERS : Span.of(port),
                from ? Span.of(port) : Box.NUMBERS);
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
