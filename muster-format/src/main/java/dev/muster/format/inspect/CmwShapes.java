package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.tagged;
import static dev.muster.format.inspect.Shape.tuple;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;

/** Conceptual message wrappers (RFC 9999), CCA token collections and detached EAT bundles (RFC 9711 §5). */
final class CmwShapes {
    /** First and last tag number that stands for a CoAP content format (RFC 9277). */
    private static final long TAG_FIRST = 1668546817L;

    private static final long TAG_LAST = 1668612095L;

    private static final String COLLECTION_TYPE = "__cmwc_t";

    private static final Shape TOKEN = new Shape.Embedded(new Shape.Later(EatShapes::token));

    private static final Shape RECORD = tuple(field("type"), field("value", TOKEN), field("indicator"));

    static final Shape WRAPPER = new Shape.ByType(ANY, RECORD, ANY, ANY);

    private static final Shape ENTRIES = Shape.keys(
            44234,
            field("platform token", new Shape.ByType(TOKEN, RECORD, ANY, ANY)),
            44241,
            field("realm token", new Shape.ByType(TOKEN, RECORD, ANY, ANY)),
            COLLECTION_TYPE,
            "collection type");

    static final Shape CCA =
            tagged(907, field("CCA collection", ENTRIES), 399, field("CCA collection (legacy)", ENTRIES));

    static final Shape BUNDLE = tagged(
            602,
            field(
                    "detached EAT bundle",
                    tuple(
                            field("main token", TOKEN),
                            field("claims sets", new Shape.MapOf(ANY, new Shape.Embedded(EatShapes.CLAIMS))))));

    static final Shape COLLECTION = new Shape.MapOf(ANY, WRAPPER);

    private CmwShapes() {}

    /** A map of wrappers, which may say its type (RFC 9999 §3.3). */
    static boolean isCollection(Cbor item) {
        if (!(item instanceof CborMap map) || map.size() == 0) {
            return false;
        }
        boolean typed = map.get(COLLECTION_TYPE).isPresent();
        return map.entries().stream()
                .allMatch(each -> isWrapper(each.value())
                        || (typed
                                && each.key() instanceof CborText name
                                && name.asText().equals(COLLECTION_TYPE)));
    }

    static boolean isWrapper(Cbor item) {
        if (item instanceof CborTag t) {
            return t.tag() >= TAG_FIRST && t.tag() <= TAG_LAST && t.content() instanceof CborBytes;
        }
        return item instanceof CborArray a
                && (a.size() == 2 || a.size() == 3)
                && (a.get(0) instanceof CborText || a.get(0) instanceof CborInteger)
                && a.get(1) instanceof CborBytes
                && (a.size() == 2 || a.get(2) instanceof CborInteger);
    }
}
