package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.MalformedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that was made to hurt: each case is refused with its name and place, and nothing worse happens. */
class HostileCborTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // heads: cut off, reserved, not the shortest
                "'' | input ends inside an item | / | 0",
                "18 | input ends inside a head | / | 1",
                "1900 | input ends inside a head | / | 2",
                "1b00000000000000 | input ends inside a head | / | 8",
                "1c | reserved additional information 28 | / | 0",
                "1d | reserved additional information 29 | / | 0",
                "1e | reserved additional information 30 | / | 0",
                "1f | reserved additional information 31 | / | 0",
                "3f | reserved additional information 31 | / | 0",
                "df00 | reserved additional information 31 | / | 0",
                "5c | reserved additional information 28 | / | 0",
                "fc | reserved additional information 28 | / | 0",
                "fe | reserved additional information 30 | / | 0",
                "1800 | head is not the shortest form | / | 0",
                "1817 | head is not the shortest form | / | 0",
                "1900ff | head is not the shortest form | / | 0",
                "1a0000ffff | head is not the shortest form | / | 0",
                "1b00000000ffffffff | head is not the shortest form | / | 0",
                "3817 | head is not the shortest form | / | 0",
                "5800 | head is not the shortest form | / | 0",
                "7800 | head is not the shortest form | / | 0",
                "9800 | head is not the shortest form | / | 0",
                "b800 | head is not the shortest form | / | 0",
                "d80100 | head is not the shortest form | / | 0",
                // lengths that promise more than there is
                "41 | length 1 is more than the input has | / | 0",
                "5affffffff00 | length 4294967295 is more than the input has | / | 0",
                "5bffffffffffffffff | length 18446744073709551615 is more than the input has | / | 0",
                "7b7fffffffffffffff | length 9223372036854775807 is more than the input has | / | 0",
                "9affffffff | array of 4294967295 items is more than the input has | / | 0",
                "9b7fffffffffffffff | array of 9223372036854775807 items is more than the input has | / | 0",
                "9bffffffffffffffff | array of 18446744073709551615 items is more than the input has | / | 0",
                "baffffffff | map of 4294967295 pairs is more than the input has | / | 0",
                "bb8000000000000000 | map of 9223372036854775808 pairs is more than the input has | / | 0",
                "a101 | map of 1 pairs is more than the input has | / | 0",
                "8201 | array of 2 items is more than the input has | / | 0",
                "820182 | array of 2 items is more than the input has | /[1] | 2",
                "83018202a1 | map of 1 pairs is more than the input has | /[1]/[1] | 4",
                "c1 | input ends inside an item | / | 1",
                // indefinite lengths, which the strict profile does not have
                "9fff | indefinite length | / | 0",
                "bfff | indefinite length | / | 0",
                "5f4101ff | indefinite length | / | 0",
                "7f6161ff | indefinite length | / | 0",
                "8181819fff | indefinite length | /[0]/[0]/[0] | 3",
                "ff | break outside an indefinite-length item | / | 0",
                "81ff | break outside an indefinite-length item | /[0] | 1",
                "a1ff00 | break outside an indefinite-length item | / | 1",
                // simple values
                "f800 | simple value below 32 in two bytes | / | 0",
                "f814 | simple value below 32 in two bytes | / | 0",
                "f81f | simple value below 32 in two bytes | / | 0",
                "f8 | input ends inside a head | / | 1",
                "f97c | input ends inside a head | / | 2",
                // text that is not UTF-8
                "6180 | text is not UTF-8 | / | 1",
                "61c3 | text is not UTF-8 | / | 1",
                "62c080 | text is not UTF-8 | / | 1",
                "62c1bf | text is not UTF-8 | / | 1",
                "63e08080 | text is not UTF-8 | / | 1",
                "63eda080 | text is not UTF-8 | / | 1",
                "64f0808080 | text is not UTF-8 | / | 1",
                "64f4908080 | text is not UTF-8 | / | 1",
                "61ff | text is not UTF-8 | / | 1",
                "6c616161616161616161616180 | text is not UTF-8 | / | 12",
                "6a61616161616161616180 | text is not UTF-8 | / | 10",
                // the same key twice, whatever its type
                "a200010002 | map key is there twice | / | 3",
                "a3000101020003 | map key is there twice | /0 | 5",
                "a2616101616102 | map key is there twice | / | 4",
                "a24101014101f6 | map key is there twice | / | 4",
                "a28101018101f6 | map key is there twice | / | 4",
                "a2a1010201a1010202 | map key is there twice | / | 5",
                "a2f500f501 | map key is there twice | / | 3",
                "a2f9000000f9000001 | map key is there twice | / | 5",
                "a2f93c0000fa3f80000001 | map key is there twice | / | 5",
                "a2c10000c10001 | map key is there twice | / | 4",
                // bytes after the item
                "0000 | bytes after the item | / | 1",
                "a0a0 | bytes after the item | / | 1",
                "f6ff | bytes after the item | / | 1",
            })
    void strictRefuses(String hex, String reason, String path, int offset) {
        assertThatThrownBy(() -> Cbor.parse(hex(hex)))
                .isInstanceOf(CborException.class)
                .asInstanceOf(InstanceOfAssertFactories.type(CborException.class))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.offset()).isEqualTo(offset);
                    if (!reason.contains("twice")) {
                        assertThat(e.path()).isEqualTo(path);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a2 01 00 1801 00 | map key is there twice",
                "a2 6161 00 780161 00 | map key is there twice",
                "a2 8101 00 9f01ff 00 | map key is there twice",
                "bf 01 00 01 00 ff | map key is there twice",
                "bf 01 ff | map ends after a key",
                "5f 6161 ff | chunk is not a definite-length string of the same type",
                "5f 5f4101ff ff | chunk is not a definite-length string of the same type",
                "7f 01 ff | chunk is not a definite-length string of the same type",
                "5f 4101 | input ends inside an item",
                "9f 01 | input ends inside an item",
                "7f 61c3 61a9 ff | text is not UTF-8",
                "a2 5f4101ff 00 4101 00 | map key holds a chunked string or an unsorted map, so keys cannot be compared",
                "a2 a202000100 00 a201000200 00 | map key holds a chunked string or an unsorted map, so keys cannot be compared",
            })
    void validRefuses(String hex, String reason) {
        byte[] bytes = hex(hex.replace(" ", ""));
        assertThatThrownBy(() -> Cbor.parse(bytes, CborProfile.VALID, CborLimits.DEFAULT))
                .isInstanceOf(CborException.class)
                .extracting(e -> ((CborException) e).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"a201000000", "a2616200616100", "a2190100001800", "fa3f800000", "fb3ff0000000000000", "fa7fc00000"})
    void deterministicRefusesOtherOrdersAndWidths(String hex) {
        byte[] bytes = hex(hex);
        assertThatThrownBy(() -> Cbor.parse(bytes, CborProfile.DETERMINISTIC, CborLimits.DEFAULT))
                .isInstanceOf(CborException.class);
    }

    @Test
    void lengthFirstAndBytewiseOrderDiffer() {
        byte[] lengthFirst = hex("a3 01 00 20 00 190100 00".replace(" ", ""));
        byte[] bytewise = hex("a3 01 00 190100 00 20 00".replace(" ", ""));
        Cbor tree = Cbor.parse(lengthFirst, CborProfile.LENGTH_FIRST, CborLimits.DEFAULT);
        assertThat(tree.deterministic(CborProfile.DETERMINISTIC)).isEqualTo(bytewise);
        assertThat(tree.deterministic(CborProfile.LENGTH_FIRST)).isEqualTo(lengthFirst);
        assertThatThrownBy(() -> Cbor.parse(bytewise, CborProfile.LENGTH_FIRST, CborLimits.DEFAULT))
                .hasMessageContaining("out of order");
        assertThatThrownBy(() -> Cbor.parse(lengthFirst, CborProfile.DETERMINISTIC, CborLimits.DEFAULT))
                .hasMessageContaining("out of order");
    }

    @Test
    void bombsOfDepthEndAtTheLimit() {
        for (int initial : new int[] {0x81, 0xa1, 0xc1, 0xd8, 0x9f, 0xbf}) {
            byte[] bomb = new byte[200_000];
            Arrays.fill(bomb, (byte) initial);
            assertThatThrownBy(() -> Cbor.parse(bomb, CborProfile.VALID, CborLimits.DEFAULT))
                    .isInstanceOf(CborException.class)
                    .hasMessageContaining("nested deeper than 32");
        }
        byte[] deepest = new byte[CborLimits.MOST_DEPTH + 1];
        Arrays.fill(deepest, (byte) 0x81);
        deepest[CborLimits.MOST_DEPTH] = 0;
        CborLimits limits = new CborLimits(CborLimits.MOST_DEPTH, 1000, 1000);
        assertThat(Cbor.parse(deepest, CborProfile.STRICT, limits).encoded()).isEqualTo(deepest);
    }

    @Test
    void limitsOfItemsAndBytesHold() {
        byte[] zeros = new byte[102];
        zeros[0] = (byte) 0x98;
        zeros[1] = 100;
        Cbor.parse(zeros, CborProfile.STRICT, new CborLimits(1, 101, 102));
        assertThatThrownBy(() -> Cbor.parse(zeros, CborProfile.STRICT, new CborLimits(1, 100, 102)))
                .hasMessageContaining("more than 100 items");
        assertThatThrownBy(() -> Cbor.parse(zeros, CborProfile.STRICT, new CborLimits(1, 101, 101)))
                .hasMessageContaining("longer than the limit of 101 bytes");
    }

    @Test
    void aHundredThousandShuffledKeysAreCompared() {
        int[] keys = new SplittableRandom(7)
                .ints(0, 100_000)
                .distinct()
                .limit(50_000)
                .toArray();
        CborWriter out = CborWriter.create().map(keys.length + 1);
        for (int key : keys) {
            out.array(1).integer(key).nil();
        }
        out.array(1).integer(keys[25_000]).nil();
        assertThatThrownBy(() -> Cbor.parse(out.toByteArray()))
                .isInstanceOf(CborException.class)
                .hasMessageContaining("map key is there twice");
    }

    @Test
    void everyTruncationAndEveryByteOfARichItemEndsWellOrInOneException() {
        byte[] rich = Diagnostic.parse(
                        "{1: [1.5, -2, {\"a\": h'0102', -7: <<[1]>>}], \"k\": 18([true, null]), h'00': \"é\"}")
                .encoded();
        Cbor.parse(rich);
        for (int length = 0; length < rich.length; length++) {
            byte[] cut = Arrays.copyOf(rich, length);
            for (CborProfile profile : CborProfile.values()) {
                assertThatThrownBy(() -> Cbor.parse(cut, profile, CborLimits.DEFAULT))
                        .isInstanceOf(CborException.class);
            }
        }
        for (int at = 0; at < rich.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = rich.clone();
                changed[at] = (byte) value;
                try {
                    Cbor item = Cbor.parse(changed, CborProfile.VALID, CborLimits.DEFAULT);
                    assertThat(item.encoded()).isEqualTo(changed);
                    assertThat(Diagnostic.parse(item.toString())).hasToString(item.toString());
                } catch (MalformedException refused) {
                    assertThat(refused.path()).startsWith("/");
                }
            }
        }
    }

    @Test
    void aFaultDeepInsideIsFoundByItsPath() {
        byte[] bytes = hex("a2 01 83 00 00 a1 636b6579 a1 20 6180 02 00".replace(" ", ""));
        assertThatThrownBy(() -> Cbor.parse(bytes)).hasMessage("text is not UTF-8 at /1/[2]/\"key\"/-1 (byte 13)");
        CborReader reader = CborReader.of(hex("82 01 a1 05 6161".replace(" ", "")));
        reader.readArrayHeader(2);
        assertThat(reader.readInt()).isEqualTo(1);
        assertThat(reader.readMapHeader()).isEqualTo(1);
        assertThat(reader.readInt()).isEqualTo(5);
        assertThatThrownBy(reader::readInt).hasMessage("expected integer, found text string at /[1]/5 (byte 4)");
    }
}
