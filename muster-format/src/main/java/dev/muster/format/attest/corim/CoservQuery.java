package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A question about endorsements (draft-ietf-rats-coserv-06 §4): {@code {0: profile, 1: query, ? 2: results}}.
 *
 * @param profile URI, or dotted OID
 * @param query as it came, to be repeated in the answer
 */
public record CoservQuery(String profile, CborMap query, Ask ask) {
    /** A query fits into the path of a URL. */
    public static final int MAX_BYTES = 16 * 1024;

    static final long PROFILE = 0;
    static final long QUERY = 1;
    static final long RESULTS = 2;
    private static final long ARTIFACT_TYPE = 0;
    private static final long SELECTOR = 1;
    private static final long RESULT_TYPE = 2;
    private static final long RIMS = 3;
    private static final int MAX_SELECTORS = 256;
    private static final CborLimits LIMITS = new CborLimits(16, 5_000, 4 * 1024 * 1024);

    /** What is asked for. */
    public enum Artifact {
        ENDORSED_VALUES,
        TRUST_ANCHORS,
        REFERENCE_VALUES
    }

    /** How it is wanted: taken from the manifests, as the manifests themselves, or both. */
    public enum Form {
        COLLECTED,
        SOURCE,
        BOTH
    }

    /** The question itself. */
    public sealed interface Ask {
        /** Of these environments. */
        record Artifacts(Artifact artifact, List<Selected> selected, Form form) implements Ask {}

        /** These manifests, by their id. */
        record Manifests(List<TagId> ids) implements Ask {}
    }

    /**
     * @param claims when not empty, only what agrees with these is wanted
     */
    public record Selected(Environment environment, List<Measurement> claims) {
        /** Whether a statement about this environment answers: it counts for what is asked, or is of that kind. */
        public boolean isAbout(Environment stated) {
            return stated.covers(environment) || environment.covers(stated);
        }
    }

    /** @throws CorimException when the bytes are no question; one that comes with its results is one too */
    public static CoservQuery parse(byte[] bytes) {
        try {
            CborMap map = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap();
            CborMap query = map.require(QUERY).asMap();
            return new CoservQuery(profile(map.require(PROFILE)), query, ask(query));
        } catch (CborException fault) {
            throw new CorimException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static String profile(Cbor item) {
        return switch (item.type()) {
            case TEXT -> item.asText();
            case BYTES -> CorimReader.checked(item, () -> Oid.dotted(item.asBytes()));
            default ->
                item.asTag().tag() == CodePoints.TAG_OID
                        ? CorimReader.checked(
                                item, () -> Oid.dotted(item.asTag().content().asBytes()))
                        : CorimReader.uri(item);
        };
    }

    private static Ask ask(CborMap query) {
        Optional<Cbor> rims = query.get(RIMS);
        if (rims.isPresent()) {
            return new Ask.Manifests(limited(rims.get()).stream()
                    .map(one -> CorimReader.tagId(one.asArray().ofSize(2).get(1)))
                    .toList());
        }
        CborMap selector = query.require(SELECTOR).asMap();
        if (selector.size() != 1) {
            throw CorimReader.fault(selector, "environments are selected by class, by instance or by group");
        }
        CborMap.Entry entry = selector.entries().getFirst();
        long kind = entry.key().asLong();
        List<Selected> selected = new ArrayList<>();
        for (Cbor one : limited(entry.value())) {
            int size = one.asArray().size();
            if (size < 1 || size > 2) {
                throw CorimReader.fault(one, "a selector is an environment and perhaps its claims");
            }
            List<Measurement> claims = size == 2
                    ? one.asArray().get(1).asArray().items().stream()
                            .map(claim -> new MeasurementReader(remark -> {}, false).read(claim.asMap()))
                            .toList()
                    : List.of();
            selected.add(new Selected(environment(kind, one.asArray().get(0)), claims));
        }
        return new Ask.Artifacts(
                choice(query.require(ARTIFACT_TYPE), Artifact.values()),
                selected,
                choice(query.require(RESULT_TYPE), Form.values()));
    }

    private static List<Cbor> limited(Cbor list) {
        int size = list.asArray().size();
        if (size < 1 || size > MAX_SELECTORS) {
            throw CorimReader.fault(list, "a query selects 1.." + MAX_SELECTORS + " things");
        }
        return list.asArray().items();
    }

    private static <T> T choice(Cbor item, T[] values) {
        long number = item.asLong();
        if (item.type() != CborType.UNSIGNED || number >= values.length) {
            throw CorimReader.fault(item, "there is no choice " + number);
        }
        return values[(int) number];
    }

    private static Environment environment(long kind, Cbor item) {
        return switch (Math.clamp(kind, -1, 3)) {
            case 0 ->
                EnvironmentReader.read(
                        Cbor.map().put(CodePoints.ENV_CLASS, item).build(), remark -> {});
            case 1 -> Environment.ofInstance(EnvironmentReader.typed(item));
            case 2 ->
                new Environment(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.of(EnvironmentReader.typed(item)));
            default -> throw CorimReader.fault(item, "environments are selected by class, by instance or by group");
        };
    }
}
