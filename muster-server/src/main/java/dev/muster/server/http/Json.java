package dev.muster.server.http;

import java.time.Instant;
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

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Json() {}

    /** Records, maps, lists, text, numbers, truth, Instant and Optional. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * @param type a record; a member that may be left out is {@code Optional} or annotated {@code @Nullable}
     * @throws Refused 400 when the text is not such a record, when a member is missing or null that may not be, or when a
     *     time lies out of reason
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw Problem.of(400, "malformed-json", "The body is not the expected JSON.", "null")
                        .refuse();
            }
            Members.require(value);
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

    /** What no fleet lives to see, and no database column or calculation has to survive. @throws Refused 400 */
    static void requireReasonable(String name, Instant at) {
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw Problem.of(400, "bad-time", name + " must lie between " + EARLIEST + " and " + LATEST + ".")
                    .refuse();
        }
    }

    private static Refused malformed(JacksonException e) {
        return Problem.of(400, "malformed-json", "The body is not the expected JSON.", e.getOriginalMessage())
                .refuse();
    }
}
