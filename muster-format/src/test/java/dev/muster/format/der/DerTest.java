package dev.muster.format.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void bothEncodingsOfASignatureSayTheSame() {
        SplittableRandom random = new SplittableRandom(5);
        for (int width : new int[] {32, 48, 66}) {
            for (int i = 0; i < 300; i++) {
                byte[] raw = new byte[2 * width];
                random.nextBytes(raw);
                Arrays.fill(raw, 0, random.nextInt(width), (byte) 0);
                Arrays.fill(raw, width, width + random.nextInt(width), (byte) 0);
                byte[] der = EcdsaSignature.toDer(raw);
                byte[] expected = DerWriter.element(
                        DerReader.SEQUENCE,
                        DerWriter.integer(new BigInteger(1, raw, 0, width)),
                        DerWriter.integer(new BigInteger(1, raw, width, width)));
                assertThat(der).isEqualTo(expected);
                assertThat(EcdsaSignature.toRaw(der, width)).isEqualTo(raw);
            }
        }
        assertThat(EcdsaSignature.toDer(new byte[64])).isEqualTo(hex("3006020100020100"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3001",
                "3080",
                "308106020101020101",
                "30820006020101020101",
                "3084000000060201010201",
                "3006020101020101ff",
                "300702010102020001",
                "30070201010202ff80",
                "3005020101020000",
                "3006020101020181",
                "3003020101",
                "300a02010102050100000000",
                "3106020101020101",
            })
    void signaturesThatAreNotDerAreRefused(String der) {
        assertThatThrownBy(() -> EcdsaSignature.toRaw(hex(der), 4)).isInstanceOf(DerException.class);
    }

    @Test
    void longElementsHaveTheShortestLength() {
        for (int length : new int[] {0, 127, 128, 255, 256, 65535, 65536}) {
            byte[] element = DerWriter.element(DerReader.OCTET_STRING, new byte[length]);
            DerReader reader = DerReader.of(element);
            assertThat(reader.content(DerReader.OCTET_STRING)).hasSize(length);
            reader.end();
            assertThat(DerReader.of(element).span()).isEqualTo(element);
        }
    }
}
