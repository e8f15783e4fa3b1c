package dev.muster.format.network.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketSetTest {
    private static final Peers FOUR = new Peers(4, "");

    @Test
    void equalSetsAreEqualWhateverTheirBoxes() {
        PacketSet whole = PacketSet.of(List.of(tcp("10.0.0.0/8", 1, 100)));
        PacketSet halves = PacketSet.of(
                List.of(tcp("10.0.0.0/9", 1, 100), tcp("10.128.0.0/9", 1, 60), tcp("10.128.0.0/9", 50, 100)));
        assertThat(whole.sameAs(halves)).isTrue();
        assertThat(whole.includes(PacketSet.of(List.of(tcp("10.3.0.0/16", 7, 7)))))
                .isTrue();
        PacketSet hole = whole.minus(PacketSet.of(List.of(tcp("10.3.0.1/32", 7, 7))));
        assertThat(hole.sameAs(whole)).isFalse();
        assertThat(whole.includes(hole)).isTrue();
        assertThat(whole.minus(hole).sameAs(PacketSet.of(List.of(tcp("10.3.0.1/32", 7, 7)))))
                .isTrue();
    }

    @Test
    void namesAndFamiliesAndWaysAreRoomsOfTheirOwn() {
        Box name = Box.all(Way.FROM_DEVICE, new Peers(4, "a.example"));
        PacketSet all = PacketSet.of(List.of(Box.all(Way.FROM_DEVICE, FOUR)));
        assertThat(all.includes(PacketSet.of(List.of(name)))).isFalse();
        assertThat(all.includes(PacketSet.of(List.of(Box.all(Way.TO_DEVICE, FOUR)))))
                .isFalse();
        assertThat(all.includes(PacketSet.of(List.of(Box.all(Way.FROM_DEVICE, new Peers(6, ""))))))
                .isFalse();
    }

    @Test
    void theAlgebraAgreesWithItsMembers() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            PacketSet one = set(random);
            PacketSet two = set(random);
            PacketSet or = one.or(two);
            PacketSet and = one.and(two);
            PacketSet minus = one.minus(two);
            for (int i = 0; i < 50; i++) {
                Packet packet = new Packet(
                        Way.FROM_DEVICE,
                        FOUR,
                        BigInteger.valueOf(random.nextInt(12)),
                        6,
                        random.nextInt(12),
                        random.nextInt(12));
                boolean in = one.has(packet);
                boolean other = two.has(packet);
                assertThat(or.has(packet)).isEqualTo(in || other);
                assertThat(and.has(packet)).isEqualTo(in && other);
                assertThat(minus.has(packet)).isEqualTo(in && !other);
            }
            assertThat(or.minus(two).sameAs(minus)).isTrue();
            assertThat(one.includes(two)).isEqualTo(or.sameAs(one));
        }
    }

    private static PacketSet set(Random random) {
        List<Box> boxes = new ArrayList<>();
        for (int n = random.nextInt(5); n >= 0; n--) {
            boxes.add(new Box(Way.FROM_DEVICE, FOUR, Span.of(6), span(random), span(random), span(random)));
        }
        return PacketSet.of(boxes);
    }

    private static Span span(Random random) {
        int low = random.nextInt(10);
        return Span.of(low, low + random.nextInt(12 - low));
    }

    private static Box tcp(String network, int low, int high) {
        return new Box(
                Way.FROM_DEVICE,
                FOUR,
                Span.of(6),
                Span.of(Prefix.parse(network).orElseThrow()),
                Box.NUMBERS,
                Span.of(low, high));
    }
}
