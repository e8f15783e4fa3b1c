package dev.muster.server.governance;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Fields of a record as one text column. */
final class FieldText {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private FieldText() {}

    static String write(Map<String, String> fields) {
        return MAPPER.writeValueAsString(fields);
    }

    static Map<String, String> read(String text) {
        return MAPPER.readValue(text, new TypeReference<Map<String, String>>() {});
    }
}
