package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final Prefix CAMERA = Prefix.parse("10.0.0.5").orElseThrow();
    private static final Prefix LOCK = Prefix.parse("10.0.0.9").orElseThrow();
    private static final PacketSet ANY_WEB = PacketSet.of(List.of(
            Basics.client(Prefix.parse("10.0.0.0/24").orElseThrow(), 6, 80),
            Basics.client(Prefix.parse("10.0.0.0/24").orElseThrow(), 6, 443)));

    @Test
    void bothPoliciesMustLetItPass() {
        Reach.Party camera = new Reach.Party("camera", List.of(CAMERA), Optional.of(ANY_WEB));
        assertThat(lines(camera, new Reach.Party("lock", List.of(LOCK), Optional.of(served("10.0.0.0/24", 443)))))
                .containsExactly("camera lock It may open TCP to 10.0.0.9 port 443.");
        assertThat(lines(camera, new Reach.Party("lock", List.of(LOCK), Optional.of(served("10.0.0.0/30", 443)))))
                .isEmpty();
        assertThat(lines(camera, new Reach.Party("lock", List.of(LOCK), Optional.of(served("10.0.0.0/24", 22)))))
                .isEmpty();
        assertThat(lines(camera, new Reach.Party("lock", List.of(), Optional.empty())))
                .isEmpty();
    }

    @Test
    void whatNothingRestrictsIsReachedByWhomItMay() {
        Reach.Party lock = new Reach.Party("lock", List.of(LOCK), Optional.empty());
        assertThat(lines(new Reach.Party("camera", List.of(CAMERA), Optional.of(ANY_WEB)), lock))
                .hasSize(2);
        assertThat(lines(new Reach.Party("camera", List.of(CAMERA), Optional.empty()), lock))
                .containsExactly("camera lock It may open anything to 10.0.0.9.");
        assertThat(lines(lock, lock)).isEmpty();
    }

    private static List<String> lines(Reach.Party from, Reach.Party to) {
        return Reach.between(List.of(from), List.of(to)).stream()
                .flatMap(p ->
                        p.flows().boxes().stream().map(box -> p.from() + " " + p.to() + " " + PlainWords.line(box)))
                .toList();
    }

    private static PacketSet served(String from, int port) {
        return PacketSet.of(List.of(new Box(
                Way.TO_DEVICE,
                new Peers(4, ""),
                Span.of(6),
                Span.of(Prefix.parse(from).orElseThrow()),
                Span.of(port),
                Box.NUMBERS)));
    }
}
