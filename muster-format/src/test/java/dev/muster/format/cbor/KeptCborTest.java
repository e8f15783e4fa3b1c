package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.testing.Vectors;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Items that cbor2 wrote in its canonical form, which sorts keys by length first (RFC 8949 §4.2.3). */
class KeptCborTest {
    @Test
    void everyItemIsReadAndWrittenBackAsItWas() {
        JsonNode items = Vectors.keptJson("cbor/deterministic.json");
        assertThat(items.size()).isEqualTo(200);
        for (JsonNode item : items) {
            byte[] bytes = HexFormat.of().parseHex(item.asString());
            Cbor read = Cbor.parse(bytes, CborProfile.LENGTH_FIRST, CborLimits.DEFAULT);
            assertThat(read.deterministic(CborProfile.LENGTH_FIRST))
                    .as(item.asString())
                    .isEqualTo(bytes);
            byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
            assertThatThrownBy(() -> Cbor.parse(longer, CborProfile.WELL_FORMED, CborLimits.DEFAULT))
                    .isInstanceOf(CborException.class);
        }
    }

    @Test
    void whatIsNotDeterministicOrNotWellFormedIsRefused() {
        for (JsonNode item : Vectors.keptJson("cbor/refused.json")) {
            byte[] bytes = HexFormat.of().parseHex(item.asString());
            assertThatThrownBy(() -> Cbor.parse(bytes, CborProfile.DETERMINISTIC, CborLimits.DEFAULT))
                    .as(item.asString())
                    .isInstanceOf(CborException.class);
        }
    }
}
