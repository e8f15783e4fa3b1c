package dev.muster.server.http;

import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** JSON at the edge: records out, records in. Duplicate and unknown members are refused when reading. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** Members by which rows are known, the first that a row has. */
    private static final List<String> NAMES =
            List.of("id", "index", "digest", "thumbprint", "device", "operator", "signature", "name");

    private static final int MARK_BYTES = 9;

    private Json() {}

    /** Records, maps, lists, text, numbers, truth, Instant and Optional. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The same, or empty when it is longer; then little more than so much was kept of it. */
    static Optional<byte[]> bytes(Object value, int bytesMax) {
        Bounded out = new Bounded(bytesMax);
        try {
            MAPPER.writeValue(out, value);
        } catch (RuntimeException e) {
            if (!out.over) {
                throw e;
            }
        }
        return out.over ? Optional.empty() : Optional.of(out.kept.toByteArray());
    }

    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final int most;
        private boolean over;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        public void write(int b) {
            take(1);
            kept.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            take(length);
            kept.write(bytes, from, length);
        }

        private void take(int length) {
            over |= kept.size() + length > most;
            if (over) {
                throw new IllegalStateException("longer than " + most + " bytes");
            }
        }
    }

    /** The members of a document, in its order; a list is the one member of a document without a name. */
    static Map<String, @Nullable Object> members(Object value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        switch (value) {
            case List<?> list -> members.put("", list);
            case Keyed<?> list -> members.put("", list);
            case Map<?, ?> map -> map.forEach((name, member) -> members.put(String.valueOf(name), member));
            case Record it -> {
                for (RecordComponent part : it.getClass().getRecordComponents()) {
                    members.put(part.getName(), member(it, part));
                }
            }
            default -> {}
        }
        return members;
    }

    private static @Nullable Object member(Record of, RecordComponent part) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A row of a list, written; its bytes in UTF-8. */
    record Row(RawValue raw, int bytes) {}

    static Row row(Object value) {
        byte[] bytes = bytes(value);
        return new Row(new RawValue(new String(bytes, StandardCharsets.UTF_8)), bytes.length + 1);
    }

    /** What a row is known by while it is in its list: its name where it has one, else all of it. */
    static String mark(Object row) {
        JsonNode node = MAPPER.valueToTree(row);
        for (String name : NAMES) {
            if (node.path(name).isValueNode() && !node.path(name).isNull()) {
                return mark(node.path(name).asString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return mark(MAPPER.writeValueAsBytes(node));
    }

    /** All that a row says, in as many characters as its name. */
    static String content(Object row) {
        return mark(MAPPER.writeValueAsBytes(row));
    }

    private static String mark(byte[] name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Sha256.of(name), MARK_BYTES));
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
