package dev.muster.format.network.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SegmentTest {
    /** A SYN with options, as Linux sends it. */
    private static final byte[] FOUR = HexFormat.of()
            .parseHex("4500003c1c46400040060000ac100a63ac100a0c9c4001bb0000000100000000a002faf000000000"
                    + "020405b40402080a000000010000000001030307");

    @Test
    void whatIsReadIsWrittenAgainWithItsSums() {
        Segment syn = Segment.of(FOUR).orElseThrow();
        assertThat(syn.opens()).isTrue();
        assertThat(syn.sourcePort()).isEqualTo(40000);
        assertThat(syn.targetPort()).isEqualTo(443);
        assertThat(syn.options()).hasSize(20);
        Segment data = syn.with(2, new byte[] {22, 3, 1});
        byte[] packet = data.packet();
        assertThat(ones(packet, 0, 20, 0)).as("the header's sum").isEqualTo(0xffff);
        int pseudo = ones(packet, 12, 8, 6 + packet.length - 20);
        assertThat(ones(packet, 20, packet.length - 20, pseudo))
                .as("the segment's sum")
                .isEqualTo(0xffff);
        Segment again = Segment.of(packet).orElseThrow();
        assertThat(again.payload()).containsExactly(22, 3, 1);
        assertThat(again.sequence()).isEqualTo(2);
        assertThat(again.source()).isEqualTo(syn.source());
    }

    @Test
    void sixToo() {
        Segment four = Segment.of(FOUR).orElseThrow();
        Segment six = new Segment(
                Address.parse("fd00::31").orElseThrow(),
                Address.parse("2001:db8::7").orElseThrow(),
                1,
                2,
                0xffffffffL,
                7,
                Segment.ACK,
                100,
                four.options(),
                new byte[1300]);
        byte[] packet = six.packet();
        int pseudo = ones(packet, 8, 32, 6 + packet.length - 40);
        assertThat(ones(packet, 40, packet.length - 40, pseudo)).isEqualTo(0xffff);
        assertThat(Segment.of(packet).orElseThrow().target()).isEqualTo(six.target());
        byte[] cut = java.util.Arrays.copyOf(packet, 100);
        assertThat(Segment.of(cut)).as("cut").isEmpty();
    }

    @Test
    void fragmentsAndOthersAreNone() {
        byte[] fragment = FOUR.clone();
        fragment[7] = 1;
        assertThat(Segment.of(fragment)).isEmpty();
        byte[] more = FOUR.clone();
        more[6] = 0x20;
        assertThat(Segment.of(more)).isEmpty();
        byte[] udp = FOUR.clone();
        udp[9] = 17;
        assertThat(Segment.of(udp)).isEmpty();
        for (int words = 0; words < 5; words++) {
            byte[] small = FOUR.clone();
            small[32] = (byte) (words << 4);
            assertThat(Segment.of(small)).as("a header of " + words).isEmpty();
        }
        byte[] beyond = FOUR.clone();
        beyond[32] = (byte) 0xf0;
        assertThat(Segment.of(beyond)).isEmpty();
        for (int i = 0; i < FOUR.length; i++) {
            assertThat(Segment.of(java.util.Arrays.copyOf(FOUR, i))).isEmpty();
        }
    }

    @Test
    void numbersGoRound() {
        assertThat(Segment.after(3, 0xffffffffL)).isEqualTo(4);
        assertThat(Segment.after(0xffffffffL, 3)).isEqualTo(-4);
        assertThat(Segment.after(5, 5)).isZero();
    }

    private static int ones(byte[] bytes, int at, int length, int from) {
        long sum = from;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? Byte.toUnsignedInt(bytes[at + i + 1]) : 0;
            sum += (Byte.toUnsignedInt(bytes[at + i]) << 8) + low;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }
}
