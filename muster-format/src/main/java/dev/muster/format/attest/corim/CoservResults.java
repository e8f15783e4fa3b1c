package dev.muster.format.attest.corim;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer to a {@link CoservQuery} (draft-ietf-rats-coserv-06 §5), written in deterministic CBOR. */
public final class CoservResults {
    private static final long REFERENCE_VALUES = 0;
    private static final long ENDORSED_VALUES = 1;
    private static final long CONDITIONAL = 2;
    private static final long ATTEST_KEYS = 3;
    private static final long MANIFESTS = 5;
    private static final long EXPIRY = 10;
    private static final long SOURCES = 11;
    private static final long AUTHORITIES = 1;
    private static final long TRIPLE = 2;
    private static final long TAG_DATE_TIME = 0;
    private static final String SIGNED_MANIFEST = "application/rim+cose";

    private final CoservQuery query;
    private final Map<Long, List<Cbor>> quads = new TreeMap<>();
    private final List<Cbor> sources = new ArrayList<>();
    private final Map<String, byte[]> manifests = new LinkedHashMap<>();

    public CoservResults(CoservQuery query) {
        this.query = query;
    }

    /** A statement with who made it. Kinds that CoSERV has no place for are left out. */
    public void add(List<TypedBytes> authorities, Triple triple) {
        long place = switch (triple) {
            case Triple.Reference reference -> REFERENCE_VALUES;
            case Triple.Endorsed endorsed -> ENDORSED_VALUES;
            case Triple.Conditional conditional -> CONDITIONAL;
            case Triple.Keys keys -> ATTEST_KEYS;
            default -> -1;
        };
        if (place >= 0) {
            quads.computeIfAbsent(place, key -> new ArrayList<>())
                    .add(Cbor.map()
                            .put(AUTHORITIES, MeasurementWriter.keys(authorities))
                            .put(TRIPLE, CorimWriter.record(triple))
                            .build());
        }
    }

    /** A manifest that answers. */
    public void source(byte[] signed) {
        sources.add(Cbor.array(Cbor.of(SIGNED_MANIFEST), Cbor.of(signed)));
    }

    /** A manifest that was asked for by its id. */
    public void manifest(String id, byte[] signed) {
        manifests.put(id, signed);
    }

    /** @param expiry until when the answer may be kept */
    public byte[] encode(Instant expiry) {
        CborMapBuilder results = Cbor.map();
        quads.forEach((place, list) -> results.put(place, Cbor.array(list)));
        boolean collected =
                query.ask() instanceof CoservQuery.Ask.Artifacts asked && asked.form() != CoservQuery.Form.SOURCE;
        if (collected && quads.isEmpty()) {
            results.put(place(), Cbor.array(List.of()));
        }
        if (!sources.isEmpty()) {
            results.put(SOURCES, Cbor.array(sources));
        }
        if (query.ask() instanceof CoservQuery.Ask.Manifests) {
            CborMapBuilder rims = Cbor.map();
            manifests.forEach(
                    (id, signed) -> rims.put(Cbor.of(id), Cbor.array(Cbor.of(SIGNED_MANIFEST), Cbor.of(signed))));
            results.put(MANIFESTS, rims.build());
        }
        results.put(
                EXPIRY,
                Cbor.tag(
                        TAG_DATE_TIME,
                        Cbor.of(expiry.truncatedTo(ChronoUnit.SECONDS).toString())));
        return Cbor.map()
                .put(CoservQuery.PROFILE, query.profile())
                .put(CoservQuery.QUERY, query.query())
                .put(CoservQuery.RESULTS, results.build())
                .build()
                .encoded();
    }

    private long place() {
        return switch (((CoservQuery.Ask.Artifacts) query.ask()).artifact()) {
            case REFERENCE_VALUES -> REFERENCE_VALUES;
            case ENDORSED_VALUES -> ENDORSED_VALUES;
            case TRUST_ANCHORS -> ATTEST_KEYS;
        };
    }
}
