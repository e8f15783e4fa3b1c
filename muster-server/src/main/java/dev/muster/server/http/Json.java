package dev.muster.server.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON at the edge: records out, records in. Duplicate and unknown members are refused when reading. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Records, maps, lists, text, numbers, truth, Instant and Optional. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** @throws Refused 400 when the text is not such a record */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw Problem.of(400, "malformed-json", "The body is not the expected JSON.", "null")
                        .refuse();
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** @throws Refused 400 when the text is not JSON */
    public static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static Refused malformed(JacksonException e) {
        return Problem.of(400, "malformed-json", "The body is not the expected JSON.", e.getOriginalMessage())
                .refuse();
    }
}
