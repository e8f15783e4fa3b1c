package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The examples of RFC 8949 Appendix A, from the cbor/test-vectors collection. */
class AppendixATest {
    @TestFactory
    List<DynamicTest> everyExampleIsReadPrintedAndWrittenBack() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode example : Vectors.json("cbor/appendix_a.json")) {
            String hex = example.get("hex").asString();
            tests.add(DynamicTest.dynamicTest(hex, () -> check(hex, example)));
        }
        assertThat(tests).hasSize(82);
        return tests;
    }

    private static void check(String hex, JsonNode example) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (hex.equals("f818")) {
            // RFC 8949 §3.3 made two-byte simple values below 32 malformed; RFC 7049 had this example.
            assertThatThrownBy(() -> Cbor.parse(bytes, CborProfile.WELL_FORMED, CborLimits.DEFAULT))
                    .isInstanceOf(CborException.class)
                    .hasMessageContaining("simple value below 32");
            return;
        }
        Cbor item = Cbor.parse(bytes, CborProfile.VALID, CborLimits.DEFAULT);
        assertThat(item.encoded()).isEqualTo(bytes);
        if (example.has("diagnostic")) {
            assertThat(item.toString()).isEqualTo(example.get("diagnostic").asString());
        }
        if (example.has("decoded")) {
            same(item, example.get("decoded"));
        }
        if (example.get("roundtrip").asBoolean()) {
            assertThat(item.deterministic(CborProfile.DETERMINISTIC)).isEqualTo(bytes);
        }
    }

    private static void same(Cbor item, JsonNode json) {
        switch (json.getNodeType()) {
            case ARRAY -> {
                assertThat(item.asArray().size()).isEqualTo(json.size());
                for (int i = 0; i < json.size(); i++) {
                    same(item.asArray().get(i), json.get(i));
                }
            }
            case OBJECT -> {
                assertThat(item.asMap().size()).isEqualTo(json.size());
                json.properties().forEach(pair -> same(item.asMap().require(pair.getKey()), pair.getValue()));
            }
            case STRING -> assertThat(item.asText()).isEqualTo(json.asString());
            case BOOLEAN -> assertThat(item.asBoolean()).isEqualTo(json.asBoolean());
            case NULL -> assertThat(item.isNull()).isTrue();
            default -> {
                if (json.isIntegralNumber() && !(item instanceof CborFloat)) {
                    assertThat(item.asBigInteger()).isEqualTo(json.bigIntegerValue());
                } else {
                    assertThat(item.asDouble()).isEqualTo(json.asDouble());
                }
            }
        }
    }
}
