package dev.muster.format.attest.cmw;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonLimits;
import dev.muster.format.json.JsonReader;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON forms of {@link Cmw} (RFC 9999 §3): a record is an array, a collection an object; values are base64url. */
public final class CmwJson {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_MESSAGES = 256;
    private static final int MAX_INDICATOR = 31;
    private static final int MAX_CONTENT_FORMAT = 65_535;
    private static final String CBOR_TUNNEL = "#cmw-c2j-tunnel";
    private static final String COLLECTION_TYPE = "__cmwc_t";
    private static final JsonLimits LIMITS = new JsonLimits(32, 10_000, 8 * 1024 * 1024);

    private CmwJson() {}

    /** @throws CmwException when the text is not one wrapper */
    public static Cmw parse(byte[] text) {
        return parse(text, 0);
    }

    static Cmw parse(byte[] text, int depth) {
        try {
            return read(JsonReader.read(text, LIMITS), "", depth);
        } catch (JsonException fault) {
            throw new CmwException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static Cmw read(Json value, String path, int depth) {
        return switch (value) {
            case Json.Arr record -> isTunnel(record) ? tunnelled(record, path, depth) : record(record, path);
            case Json.Obj collection -> collection(collection, path, depth);
            default -> throw fault("expected a record or a collection", path);
        };
    }

    /** Collections of drafts before the RFC hold wrappers of the other encoding so, and the library of the Veraison project. */
    private static boolean isTunnel(Json.Arr record) {
        return record.elements().size() == 2 && record.elements().getFirst().equals(Json.of(CBOR_TUNNEL));
    }

    private static Cmw tunnelled(Json.Arr record, String path, int depth) {
        if (depth == 0 || depth >= MAX_DEPTH) {
            throw fault("a tunnel is inside a collection, at most " + MAX_DEPTH + " deep", path);
        }
        if (!(record.elements().getLast() instanceof Json.Text encoded)) {
            throw fault("a value is base64url", path + "/1");
        }
        return CmwReader.parse(decoded(encoded.value(), path + "/1"), depth + 1);
    }

    private static Cmw record(Json.Arr record, String path) {
        int size = record.elements().size();
        if (size < 2 || size > 3) {
            throw fault("a record has two or three items", path);
        }
        Cmw.Type type = switch (record.elements().get(0)) {
            case Json.Text text when Cmw.Type.Media.fits(text.value()) -> new Cmw.Type.Media(text.value());
            case Json.Num number -> new Cmw.Type.ContentFormat(number(number, 0, MAX_CONTENT_FORMAT, path + "/0"));
            default -> throw fault("a type is a media type or a content format", path + "/0");
        };
        if (!(record.elements().get(1) instanceof Json.Text encoded)) {
            throw fault("a value is base64url", path + "/1");
        }
        int indicator = 0;
        if (size == 3) {
            if (!(record.elements().get(2) instanceof Json.Num number)) {
                throw fault("an indicator is a number", path + "/2");
            }
            indicator = number(number, 1, MAX_INDICATOR, path + "/2");
        }
        return new Cmw.Message(type, decoded(encoded.value(), path + "/1"), indicator);
    }

    private static int number(Json.Num number, int least, int most, String path) {
        BigDecimal value = number.value();
        boolean fits = value.stripTrailingZeros().scale() <= 0
                && value.compareTo(BigDecimal.valueOf(least)) >= 0
                && value.compareTo(BigDecimal.valueOf(most)) <= 0;
        if (!fits) {
            throw fault("expected a whole number of " + least + ".." + most, path);
        }
        return value.intValue();
    }

    private static byte[] decoded(String text, String path) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException broken) {
            throw fault("not base64url", path);
        }
    }

    private static Cmw collection(Json.Obj object, String path, int depth) {
        if (depth >= MAX_DEPTH || object.members().size() > MAX_MESSAGES) {
            throw fault("collections nest at most " + MAX_DEPTH + " deep with " + MAX_MESSAGES + " messages", path);
        }
        Optional<String> type = Optional.empty();
        Map<String, Cmw> messages = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String at = path + "/" + member.getKey();
            if (!member.getKey().equals(COLLECTION_TYPE)) {
                messages.put(member.getKey(), read(member.getValue(), at, depth + 1));
            } else if (member.getValue() instanceof Json.Text text && Cmw.Collection.fits(text.value())) {
                type = Optional.of(text.value());
            } else {
                throw fault("the type of a collection is an absolute URI or an OID", at);
            }
        }
        if (messages.isEmpty()) {
            throw fault("a collection of nothing", path);
        }
        return new Cmw.Collection(type, messages);
    }

    private static CmwException fault(String reason, String path) {
        return new CmwException(reason, path.isEmpty() ? "/" : path, -1);
    }
}
