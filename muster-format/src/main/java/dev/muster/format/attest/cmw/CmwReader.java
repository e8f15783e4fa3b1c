package dev.muster.format.attest.cmw;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bytes to {@link Cmw} (RFC 9999 §3). */
public final class CmwReader {
    /** A composite attester of composite attesters of ... ; deeper than this is an attack. */
    private static final int MAX_DEPTH = 8;

    /** Most messages of one collection. */
    private static final int MAX_MESSAGES = 256;

    private static final int MAX_INDICATOR = 31;
    private static final long TAG_BASE = 1668546817L;
    private static final long TAG_LAST = TAG_BASE + (65_535 / 255) * 256L + 65_535 % 255;
    private static final String JSON_TUNNEL = "#cmw-j2c-tunnel";
    private static final String COLLECTION_TYPE = "__cmwc_t";
    private static final CborLimits LIMITS = new CborLimits(32, 100_000, 4 * 1024 * 1024);

    private CmwReader() {}

    /** @throws CmwException when the bytes are not one wrapper */
    public static Cmw parse(byte[] bytes) {
        return parse(bytes, 0);
    }

    static Cmw parse(byte[] bytes, int depth) {
        try {
            return read(Cbor.parse(bytes, CborProfile.STRICT, LIMITS), depth);
        } catch (CborException fault) {
            throw new CmwException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static Cmw read(Cbor item, int depth) {
        return switch (item.type()) {
            case ARRAY -> isTunnel(item.asArray()) ? tunnelled(item, depth) : message(item.asArray());
            case TAG -> tagged(item);
            case MAP -> collection(item.asMap(), depth);
            default -> throw fault(item, "expected a record, a tag or a collection");
        };
    }

    /** Collections of drafts before the RFC hold wrappers of the other encoding so, and the library of the Veraison project. */
    private static boolean isTunnel(CborArray array) {
        return array.size() == 2
                && array.get(0).type() == CborType.TEXT
                && array.get(0).asText().equals(JSON_TUNNEL);
    }

    private static Cmw tunnelled(Cbor item, int depth) {
        if (depth == 0 || depth >= MAX_DEPTH) {
            throw fault(item, "a tunnel is inside a collection, at most " + MAX_DEPTH + " deep");
        }
        return CmwJson.parse(item.asArray().get(1).asBytes(), depth + 1);
    }

    private static Cmw.Message message(CborArray array) {
        if (array.size() < 2 || array.size() > 3) {
            throw fault(array, "a record has two or three items");
        }
        Cbor type = array.get(0);
        int indicator = 0;
        if (array.size() == 3) {
            indicator = array.get(2).asInt();
            if (indicator < 1 || indicator > MAX_INDICATOR) {
                throw fault(array.get(2), "an indicator is 1.." + MAX_INDICATOR);
            }
        }
        Cmw.Type read = type.type() == CborType.TEXT
                ? new Cmw.Type.Media(mediaType(type))
                : new Cmw.Type.ContentFormat(contentFormat(type));
        return new Cmw.Message(read, array.get(1).asBytes(), indicator);
    }

    private static String mediaType(Cbor item) {
        if (!Cmw.Type.Media.fits(item.asText())) {
            throw fault(item, "not a media type: " + item.asText());
        }
        return item.asText();
    }

    private static int contentFormat(Cbor item) {
        int number = item.asInt();
        if (number < 0 || number > 65_535) {
            throw fault(item, "a content format is 0..65535");
        }
        return number;
    }

    private static Cmw.Tagged tagged(Cbor item) {
        long tag = item.asTag().tag();
        long index = tag - TAG_BASE;
        if (tag < TAG_BASE || tag > TAG_LAST || index % 256 == 255) {
            throw fault(item, "tag " + tag + " stands for no content format");
        }
        int number = (int) (index / 256 * 255 + index % 256);
        return new Cmw.Tagged(number, item.asTag().content().asBytes());
    }

    private static Cmw.Collection collection(CborMap map, int depth) {
        if (depth >= MAX_DEPTH || map.size() > MAX_MESSAGES) {
            throw fault(map, "collections nest at most " + MAX_DEPTH + " deep with " + MAX_MESSAGES + " messages");
        }
        Optional<String> type = Optional.empty();
        Map<String, Cmw> messages = new LinkedHashMap<>();
        for (CborMap.Entry entry : map.entries()) {
            boolean text = entry.key().type() == CborType.TEXT;
            String label =
                    text ? entry.key().asText() : Long.toString(entry.key().asLong());
            if (label.equals(COLLECTION_TYPE)) {
                if (!Cmw.Collection.fits(entry.value().asText())) {
                    throw fault(entry.value(), "the type of a collection is an absolute URI or an OID");
                }
                type = Optional.of(entry.value().asText());
            } else if (messages.put(label, read(entry.value(), depth + 1)) != null) {
                throw fault(entry.key(), "the label " + label + " is there as a number and as text");
            }
        }
        if (messages.isEmpty()) {
            throw fault(map, "a collection has at least one message");
        }
        return new Cmw.Collection(type, messages);
    }

    private static CmwException fault(Cbor item, String reason) {
        return new CmwException(reason, item.path(), item.offset());
    }
}
