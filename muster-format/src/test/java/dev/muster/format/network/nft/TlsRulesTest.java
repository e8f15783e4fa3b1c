package dev.muster.format.network.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRulesTest {
    private static final TlsProfile OWN = new TlsProfile(
            "own, made in \u00e4 box",
            Set.of("tls12", "tls13"),
            List.of(0x1301, 0x1302),
            List.of(0, 10, 13),
            List.of(29),
            List.of(0x0403),
            List.of(1),
            List.of("h2", "http/1.1, with a comma"));
    private static final TlsProfile ANY =
            new TlsProfile("", Set.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    private static final Map<String, String> MACS = Map.of("lamp", "02:00:00:00:00:31", "lock", "02:00:00:00:00:32");

    @Test
    void whatIsWrittenIsRead() {
        TlsRules rules = rules(TlsRules.Mode.ENFORCE);
        String table = "table inet x {\n}\n";
        assertThat(TlsRules.read(table + rules.text())).isEqualTo(rules);
        assertThat(Beside.without(table + rules.text())).isEqualTo(table);
        assertThat(TlsRules.read(table)).isEqualTo(TlsRules.NONE);
        assertThat(TlsRules.NONE.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#tls sometimes\n",
                "#tls enforce\n#tls alert\n",
                "#tls enforce\n#tls rule lamp p1 meta nfproto ipv4 tcp dport 443\n",
                "#tls profile p1 versions=\n#tls enforce\n",
                "#tls enforce\n#tls else\n",
                "#tls rule\n"
            })
    void whatIsNotUnderstoodIsRefused(String text) {
        assertThatThrownBy(() -> TlsRules.read(text)).isInstanceOf(NftException.class);
    }

    @Test
    void aRuleOfAnotherProtocolOrOfNoProfileIsRefused() {
        String good = rules(TlsRules.Mode.ALERT).text();
        for (String bad : List.of(
                good.replace("tcp dport 443", "udp dport 443"),
                good.replace("rule lamp p1 ", "rule lamp p9 "),
                good.replace("rule lamp", "rule LAMP;drop"),
                good.replace("suites=4865,4866", "suites=x"),
                good.replace("#tls alert\n", ""))) {
            assertThat(bad).isNotEqualTo(good);
            assertThatThrownBy(() -> TlsRules.read(bad)).isInstanceOf(NftException.class);
        }
    }

    @Test
    void aTableHoldsByDeviceAndPort() {
        String text = TlsTable.text(rules(TlsRules.Mode.ENFORCE), MACS);
        assertThat(text)
                .contains("elements = { 02:00:00:00:00:31 . 443-444, 02:00:00:00:00:32 . 8883 }")
                .contains("queue-threshold 1\n    drop\n");
        assertThat(TlsTable.text(rules(TlsRules.Mode.ALERT), MACS)).contains("queue-threshold 1\n    accept\n");
        assertThat(TlsTable.text(TlsRules.NONE, MACS)).isEqualTo(TlsTable.none());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theKernelHasWhatWasWritten(boolean gateway) throws Exception {
        Needs.root("the kernel's packet filter");
        Needs.tool("nft", "the kernel's packet filter");
        TlsRules rules = gateway
                ? rules(TlsRules.Mode.ENFORCE)
                : new TlsRules(TlsRules.Mode.ENFORCE, List.of(new TlsRules.Rule("", box(4, "", 443), List.of(OWN))));
        String text = TlsTable.text(rules, gateway ? MACS : Map.of());
        String listed = kernel(text + text);
        assertThat(TlsTable.form(listed)).isEqualTo(TlsTable.form(text));
        assertThat(TlsTable.form(listed.replace("drop", "accept"))).isNotEqualTo(TlsTable.form(text));
        assertThat(TlsTable.form(listed.replace("443", "442"))).isNotEqualTo(TlsTable.form(text));
        assertThat(TlsTable.form(listed.replace("chain held {", "chain held {\n\t\taccept")))
                .isNotEqualTo(TlsTable.form(text));
    }

    private static String kernel(String text) throws IOException {
        Process nft = new ProcessBuilder(
                        "unshare", "-n", "sh", "-c", "nft -f - && nft -n -s list table " + TlsTable.TABLE)
                .redirectErrorStream(true)
                .start();
        try (var in = nft.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static TlsRules rules(TlsRules.Mode mode) {
        return new TlsRules(
                mode,
                List.of(
                        new TlsRules.Rule("lamp", box(4, "203.0.113.7/32", 443), List.of(OWN)),
                        new TlsRules.Rule("lamp", box(6, "", 444), List.of(OWN, ANY)),
                        new TlsRules.Rule("lock", box(4, "", 8883), List.of(ANY))));
    }

    private static Box box(int family, String network, int port) {
        Peers peers = new Peers(family, "");
        Span there =
                network.isEmpty() ? peers.all() : Span.of(Prefix.parse(network).orElseThrow());
        return new Box(Way.FROM_DEVICE, peers, Span.of(6), there, Box.NUMBERS, Span.of(port));
    }
}
