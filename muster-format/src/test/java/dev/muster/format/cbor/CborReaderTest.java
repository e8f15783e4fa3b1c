package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CborReaderTest {
    private static byte[] diagnostic(String text) {
        return Diagnostic.parse(text).encoded();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void nothingIsNeitherTrueNorFalse() {
        for (byte simple : new byte[] {(byte) 0xf6, (byte) 0xf7, (byte) 0xe0}) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> CborReader.of(new byte[] {simple}).readBoolean())
                    .isInstanceOf(CborException.class);
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> Cbor.parse(new byte[] {simple}).asBoolean())
                    .isInstanceOf(CborException.class);
        }
    }

    @Test
    void everyTypeIsReadInTurn() {
        CborReader reader = CborReader.of(
                diagnostic("[-5, 18446744073709551616, 1.5, h'01', \"a\", true, null, 7, {1: [2]}, 9(3), undefined]"));
        reader.readArrayHeader(11);
        assertThat(reader.peek()).isEqualTo(CborType.NEGATIVE);
        assertThat(reader.readInt()).isEqualTo(-5);
        assertThat(reader.readBigInteger()).isEqualTo(BigInteger.TWO.pow(64));
        assertThat(reader.readDouble()).isEqualTo(1.5);
        assertThat(reader.readBytes(1)).containsExactly(1);
        assertThat(reader.readText()).isEqualTo("a");
        assertThat(reader.readBoolean()).isTrue();
        reader.readNull();
        assertThat(reader.tryNull()).isFalse();
        assertThat(reader.readLong()).isEqualTo(7);
        assertThat(reader.readSpan()).isEqualTo(hex("a1018102"));
        assertThat(reader.readTag()).isEqualTo(9);
        assertThat(reader.readItem().asLong()).isEqualTo(3);
        assertThat(reader.peek()).isEqualTo(CborType.UNDEFINED);
        reader.skip();
        assertThat(reader.peek()).isEqualTo(CborType.END);
        reader.end();
        assertThatThrownBy(reader::skip).hasMessageContaining("input ends");
    }

    @Test
    void aReadOfAnotherTypeLeavesTheItemWhereItIs() {
        CborReader reader = CborReader.of(diagnostic("[1, 4294967296, h'0102']"));
        reader.readArrayHeader();
        assertThatThrownBy(reader::readText)
                .hasMessage("expected text string, found unsigned integer at /[0] (byte 1)");
        assertThat(reader.readLong()).isEqualTo(1);
        assertThatThrownBy(reader::readInt).hasMessageContaining("does not fit 32 bits at /[1]");
        assertThat(reader.readLong()).isEqualTo(1L << 32);
        assertThatThrownBy(() -> reader.readBytes(3)).hasMessageContaining("expected 3 bytes, found 2 at /[2]");
        assertThatThrownBy(reader::end).hasMessageContaining("bytes after the item");
        assertThat(reader.readBytes()).containsExactly(1, 2);
        reader.end();
    }

    @Test
    void aSequenceIsReadItemByItemAndCheckedOneByOne() {
        CborReader reader = CborReader.of(hex("01 6161 1c"));
        assertThat(reader.readInt()).isEqualTo(1);
        assertThat(reader.readText()).isEqualTo("a");
        assertThat(reader.position()).isEqualTo(3);
        assertThatThrownBy(reader::readInt).hasMessageContaining("reserved additional information 28 at / (byte 3)");
    }

    @Test
    void openContainersEndWithTheirBreak() {
        CborReader reader =
                CborReader.of(hex("9f 01 bf 02 5f 4103 4104 ff ff ff"), CborProfile.VALID, CborLimits.DEFAULT);
        assertThat(reader.readArrayHeader()).isEqualTo(-1);
        assertThat(reader.tryBreak()).isFalse();
        assertThat(reader.readInt()).isEqualTo(1);
        assertThat(reader.readMapHeader()).isEqualTo(-1);
        assertThat(reader.readInt()).isEqualTo(2);
        assertThat(reader.readBytes()).containsExactly(3, 4);
        assertThat(reader.peek()).isEqualTo(CborType.BREAK);
        assertThatThrownBy(reader::skip).hasMessageContaining("expected item, found break");
        assertThat(reader.tryBreak()).isTrue();
        assertThat(reader.tryBreak()).isTrue();
        reader.end();
    }

    @Test
    void partsOfArraysAndMemorySegmentsAreRead() {
        byte[] inside = hex("ffff 8101 ffff");
        CborReader part = CborReader.of(inside, 2, 2, CborProfile.STRICT, CborLimits.DEFAULT);
        part.readArrayHeader(1);
        assertThat(part.readInt()).isEqualTo(1);
        part.end();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, hex("8101"));
            assertThat(CborReader.of(segment, CborProfile.STRICT, CborLimits.DEFAULT)
                            .readSpan())
                    .isEqualTo(hex("8101"));
            CborLimits small = new CborLimits(1, 1, 1);
            assertThatThrownBy(() -> CborReader.of(segment, CborProfile.STRICT, small))
                    .hasMessageContaining("longer than the limit of 1 bytes");
        }
    }

    @Test
    void anItemInsideAByteStringIsParsedInPlace() {
        Cbor outer = Cbor.parse(diagnostic("[h'00', <<{1: \"x\"}>>]"));
        Cbor inner = ((CborBytes) outer.asArray().get(1)).parse(CborProfile.STRICT, CborLimits.DEFAULT);
        assertThat(inner.asMap().require(1).asText()).isEqualTo("x");
        assertThat(inner.offset()).isEqualTo(4);
        assertThat(inner.encoded()).isEqualTo(hex("a1016178"));
    }

    @Test
    void mapsAnswerForKeysOfAnyTypeAndEqualityIsByMeaning() {
        CborMap map = Cbor.parse(diagnostic("{1: 10, -1: 11, \"a\": 12, h'61': 13, [1]: 14, true: 15}"))
                .asMap();
        assertThat(map.get(1)).contains(Cbor.of(10));
        assertThat(map.get(-1)).contains(Cbor.of(11));
        assertThat(map.get("a")).contains(Cbor.of(12));
        assertThat(map.get(Cbor.of(new byte[] {0x61}))).contains(Cbor.of(13));
        assertThat(map.get(Cbor.array(Cbor.of(1)))).contains(Cbor.of(14));
        assertThat(map.get(Cbor.of(true))).contains(Cbor.of(15));
        assertThat(map.get(2)).isEmpty();
        assertThatThrownBy(() -> map.require("zz")).hasMessageContaining("map has no key \"zz\"");
        Cbor wide = Cbor.parse(hex("9f 1801 ff"), CborProfile.VALID, CborLimits.DEFAULT);
        assertThat(wide).isEqualTo(Cbor.array(Cbor.of(1))).hasSameHashCodeAs(Cbor.array(Cbor.of(1)));
        assertThat(Cbor.of(1)).isNotEqualTo(Cbor.of(-2)).isNotEqualTo(Cbor.of("1"));
        Cbor swapped = Cbor.parse(diagnostic("{2: 0, 1: 0}"));
        assertThat(swapped).isEqualTo(Cbor.parse(diagnostic("{1: 0, 2: 0}")));
        assertThatThrownBy(() -> Cbor.map().put(1, 1).put(1, 2).build()).isInstanceOf(IllegalArgumentException.class);
    }
}
