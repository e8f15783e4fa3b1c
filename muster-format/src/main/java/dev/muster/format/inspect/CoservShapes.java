package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.tuple;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;
import java.util.Optional;

/** Questions for endorsements, their answers, and what a distributor says of itself (draft-ietf-rats-coserv-06). */
final class CoservShapes {
    private static final long PROFILE = 0;
    private static final long QUERY = 1;
    private static final long RESULTS = 2;
    private static final long ARTIFACT = 0;
    private static final long SELECTOR = 1;
    private static final long RIMS = 3;
    private static final long URI = 32;
    private static final long OID = 111;

    private static final Shape SELECTED = tuple(
            field("environment", new Shape.ByType(ANY, ANY, CorimShapes.CLASS, ANY)),
            field("claims", CorimShapes.MEASUREMENTS));

    private static final Shape SELECT = keys(
            0,
            field("class", new Shape.ArrayOf(SELECTED)),
            1,
            field("instance", new Shape.ArrayOf(SELECTED)),
            2,
            field("group", new Shape.ArrayOf(SELECTED)));

    private static final Shape ASKED = keys(
            0,
            field("artifact-type", code(0, "endorsed values", 1, "trust anchors", 2, "reference values")),
            1,
            field("environment-selector", SELECT),
            2,
            field("result-type", code(0, "collected artifacts", 1, "source artifacts", 2, "both")),
            3,
            field("rim-selector", new Shape.ArrayOf(tuple(field("kind"), field("id")))));

    private static final Shape STATED = quads(
            tuple(field("environment", CorimShapes.ENVIRONMENT), field("measurements", CorimShapes.MEASUREMENTS)));

    private static final Shape ANSWERED = keys(
            0,
            field("rvq", STATED),
            1,
            field("evq", STATED),
            2,
            field("ceq", quads(ANY)),
            3,
            field("akq", quads(CorimShapes.KEYED)),
            4,
            "tas",
            5,
            "rims",
            10,
            "expiry",
            11,
            field("source-artifacts", new Shape.ArrayOf(tuple(field("type"), field("value")))));

    static final Shape MESSAGE = keys(0, "profile", 1, field("query", ASKED), 2, field("results", ANSWERED));

    static final Shape DISCOVERY = keys(
            1,
            "version",
            2,
            field("capabilities", new Shape.ArrayOf(keys(1, "media-type", 2, "artifact-support"))),
            3,
            "api-endpoints",
            4,
            "result-verification-key");

    private CoservShapes() {}

    private static Shape quads(Shape triple) {
        return new Shape.ArrayOf(keys(1, "authorities", 2, field("triple", triple)));
    }

    /** A profile beside a question, which names environments or manifests. */
    static boolean isQuery(Cbor item) {
        return isMessage(item) && !item.asMap().has(RESULTS);
    }

    static boolean isAnswer(Cbor item) {
        return isMessage(item) && item.asMap().has(RESULTS);
    }

    private static boolean isMessage(Cbor item) {
        if (!(item instanceof CborMap map)
                || map.get(PROFILE).filter(CoservShapes::isProfile).isEmpty()) {
            return false;
        }
        Optional<Cbor> query = map.get(QUERY);
        return query.filter(CborMap.class::isInstance).map(Cbor::asMap).stream()
                .anyMatch(asked ->
                        asked.get(RIMS).filter(CborArray.class::isInstance).isPresent()
                                || (asked.get(ARTIFACT)
                                                .filter(CborInteger.class::isInstance)
                                                .isPresent()
                                        && asked.get(SELECTOR)
                                                .filter(CborMap.class::isInstance)
                                                .isPresent()));
    }

    private static boolean isProfile(Cbor item) {
        return item instanceof CborText
                || item instanceof CborBytes
                || (item instanceof CborTag tag && (tag.tag() == URI || tag.tag() == OID));
    }

    /** A version, and capabilities that name media types. */
    static boolean isDiscovery(Cbor item) {
        return item instanceof CborMap map
                && map.get(1).filter(CborText.class::isInstance).isPresent()
                && map.get(2)
                        .filter(list -> list instanceof CborArray array
                                && array.size() > 0
                                && array.get(0) instanceof CborMap first
                                && first.get(1)
                                        .filter(CborText.class::isInstance)
                                        .isPresent())
                        .isPresent();
    }
}
