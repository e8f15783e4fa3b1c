package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.json.JsonReader;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private static final Compiler KUBERNETES = new KubernetesCompiler();

    @Test
    void aPolicyForPodsSaysWhatWasAsked() {
        PacketSet set = PacketSet.of(List.of(
                Basics.client(Prefix.parse("10.0.0.7").orElseThrow(), 6, 443),
                new Box(
                        Way.FROM_DEVICE,
                        new Peers(4, ""),
                        Span.of(17),
                        span("10.0.0.1", "10.0.0.6"),
                        Box.NUMBERS,
                        Span.of(53, 60)),
                new Box(
                        Way.TO_DEVICE,
                        new Peers(6, ""),
                        Span.of(6),
                        new Peers(6, "").all(),
                        Span.of(80),
                        Box.NUMBERS)));
        assertThat(KUBERNETES.compile(set))
                .contains("\"cidr\": \"10.0.0.7/32\"", "\"cidr\": \"10.0.0.1/32\"", "\"cidr\": \"10.0.0.2/31\"")
                .contains("\"endPort\": 60", "\"cidr\": \"::/0\"");
    }

    @Test
    void whatATargetCannotSayIsRefused() {
        Box name = new Box(Way.FROM_DEVICE, new Peers(4, "a.example"), Span.of(6), Span.of(0), Box.NUMBERS, Span.of(1));
        Box ping =
                new Box(Way.FROM_DEVICE, new Peers(4, ""), Span.of(1), new Peers(4, "").all(), Span.of(8), Box.NUMBERS);
        Box source = new Box(
                Way.FROM_DEVICE, new Peers(4, ""), Span.of(17), new Peers(4, "").all(), Span.of(68), Span.of(67));
        for (Box box : List.of(name, ping, source)) {
            assertThatThrownBy(() -> KUBERNETES.compile(PacketSet.of(List.of(box))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("It may");
        }
    }

    @Test
    void aPolicyThatWasChangedIsRefusedOrAnotherOne() {
        PacketSet set =
                PacketSet.of(List.of(Basics.client(Prefix.parse("10.0.0.7").orElseThrow(), 6, 443)));
        String text = KUBERNETES.compile(set);
        for (String[] change : new String[][] {
            {"10.0.0.7/32", "10.0.0.0/8"},
            {"443", "444"},
            {"\"Ingress\",", ""},
            {"\"TCP\"", "\"UDP\""},
            {"\"protocol\"", "\"x\""}
        }) {
            String changed = text.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(text);
            boolean same;
            try {
                same = KubernetesReader.read(JsonReader.read(changed.getBytes(StandardCharsets.UTF_8)))
                        .sameAs(set);
            } catch (dev.muster.format.json.JsonException refused) {
                same = false;
            }
            assertThat(same).as(changed).isFalse();
        }
    }

    @Test
    void networksAreTogetherTheirSpan() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            long low = random.nextLong(1L << 32);
            Span span = Span.of(low, low + random.nextLong((1L << 32) - low));
            PacketSet whole = PacketSet.of(List.of(box(span)));
            PacketSet parts = PacketSet.of(KubernetesCompiler.networks(4, span).stream()
                    .map(p -> box(Span.of(p)))
                    .toList());
            assertThat(parts.sameAs(whole)).isTrue();
        }
        assertThat(KubernetesCompiler.networks(6, new Peers(6, "").all())).hasSize(1);
    }

    private static Box box(Span peer) {
        return new Box(Way.FROM_DEVICE, new Peers(4, ""), Box.PROTOCOLS, peer, Box.NUMBERS, Box.NUMBERS);
    }

    private static Span span(String low, String high) {
        return new Span(
                Prefix.parse(low).orElseThrow().base(),
                Prefix.parse(high).orElseThrow().base());
    }
}
