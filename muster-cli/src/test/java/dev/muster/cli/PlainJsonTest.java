package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The same bytes as the library that everything but a device has. */
class PlainJsonTest {
    /** Parts of a result. */
    record Row(String name, int count, Optional<String> note, List<Boolean> flags) {
        Row(String name, int count) {
            this(name, count, Optional.of("é\u0001\"\\/<"), List.of(true, false));
        }
    }

    private static String plain(Object value) {
        return new String(JsonWriter.compact(PlainJson.of(value).orElseThrow()), StandardCharsets.UTF_8);
    }

    @Test
    void itIsWhatTheLibraryWrites() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", "a \"b\" \\ \n\t\u0007 ü 😀 </script>");
        map.put("whole", 7);
        map.put("long", Long.MIN_VALUE);
        map.put("nothing", null);
        map.put("list", Arrays.asList("x", 1, null, true, List.of(), Map.of("k", "v")));
        for (Object value : List.of(map, List.of(map, map), "text", 5, true, Map.of(), new Row("n", 3))) {
            assertThat(plain(value)).isEqualTo(JsonMapper.builder().build().writeValueAsString(value));
        }
    }

    @Test
    void whatIsOfAnotherKindIsLeftToTheLibrary() {
        assertThat(PlainJson.of(1.5)).isEmpty();
        assertThat(PlainJson.of(Map.of("a", Duration.ZERO))).isEmpty();
        assertThat(PlainJson.of(List.of(new byte[1]))).isEmpty();
        assertThat(PlainJson.of(JsonMapper.builder().build().createObjectNode()))
                .isEmpty();
    }
}
