package dev.muster.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever the bytes: a value that writes and reads back the same, or a fault with its place. */
class JsonFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void textsReadOrRefuse(byte[] data) {
        try {
            Json value = JsonReader.read(data);
            assertThat(JsonReader.read(JsonWriter.compact(value))).isEqualTo(value);
        } catch (JsonException refused) {
            assertThat(refused.path()).startsWith("/");
            assertThat(refused.line()).isPositive();
        }
    }
}
