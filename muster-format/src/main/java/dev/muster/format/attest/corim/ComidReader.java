package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The content of a byte string tagged 506 to {@link Comid}. */
final class ComidReader {
    /** A maker's tag for one release has one triple per environment; thousands mean a generated catalogue. */
    private static final int MAX_TRIPLES = 10_000;

    private final MeasurementReader measurements;
    private final Consumer<String> tolerate;

    ComidReader(Consumer<String> tolerate, boolean cca) {
        this.tolerate = tolerate;
        this.measurements = new MeasurementReader(tolerate, cca);
    }

    Comid read(byte[] content) {
        try {
            return comid(
                    Cbor.parse(content, CborProfile.STRICT, CorimReader.LIMITS).asMap());
        } catch (CborException fault) {
            throw new CorimException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private Comid comid(CborMap map) {
        CborMap identity = map.require(CodePoints.COMID_IDENTITY).asMap();
        map.get(CodePoints.COMID_LANGUAGE).ifPresent(Cbor::asText);
        return new Comid(
                CorimReader.tagId(identity.require(CodePoints.IDENTITY_ID)),
                CorimReader.version(identity),
                CorimReader.entities(map.get(CodePoints.COMID_ENTITIES)),
                map.get(CodePoints.COMID_LINKED)
                        .map(links -> links.asArray().items().stream()
                                .map(link -> link(link.asMap()))
                                .toList())
                        .orElse(List.of()),
                triples(map.require(CodePoints.COMID_TRIPLES).asMap()));
    }

    private static LinkedTag link(CborMap map) {
        long relation = map.require(CodePoints.LINKED_REL).asLong();
        if (relation != LinkedTag.SUPPLEMENTS && relation != LinkedTag.REPLACES) {
            throw CorimReader.fault(map, "a linked tag supplements (0) or replaces (1), not " + relation);
        }
        return new LinkedTag(CorimReader.tagId(map.require(CodePoints.LINKED_ID)), relation);
    }

    private List<Triple> triples(CborMap map) {
        List<Triple> triples = new ArrayList<>();
        for (CborMap.Entry entry : map.entries()) {
            long kind = entry.key().asLong();
            for (Cbor record : entry.value().asArray()) {
                if (triples.size() >= MAX_TRIPLES) {
                    throw CorimReader.fault(record, "more than " + MAX_TRIPLES + " triples");
                }
                triples.add(triple(kind, record));
            }
        }
        if (triples.isEmpty()) {
            throw CorimReader.fault(map, "a module identifier states nothing");
        }
        return triples;
    }

    private Triple triple(long kind, Cbor record) {
        return switch (Math.clamp(kind, -1, Integer.MAX_VALUE)) {
            case (int) CodePoints.TRIPLES_REFERENCE ->
                new Triple.Reference(
                        environment(record),
                        measurements(record.asArray().ofSize(2).get(1)));
            case (int) CodePoints.TRIPLES_ENDORSED ->
                new Triple.Endorsed(
                        environment(record),
                        measurements(record.asArray().ofSize(2).get(1)));
            case (int) CodePoints.TRIPLES_IDENTITY -> keys(Triple.KeyKind.IDENTITY, record);
            case (int) CodePoints.TRIPLES_ATTEST_KEY -> keys(Triple.KeyKind.ATTEST, record);
            case (int) CodePoints.TRIPLES_DEPENDENCY -> domain(kind, true, record);
            case (int) CodePoints.TRIPLES_MEMBERSHIP -> domain(kind, false, record);
            case (int) CodePoints.TRIPLES_COSWID ->
                new Triple.Software(
                        environment(record),
                        record.asArray().ofSize(2).get(1).asArray().items().stream()
                                .map(CoswidReader::tagId)
                                .toList());
            case (int) CodePoints.TRIPLES_SERIES -> series(record);
            case (int) CodePoints.TRIPLES_CONDITIONAL -> conditional(record);
            default -> new Triple.Other(kind, EnvironmentReader.any(record));
        };
    }

    private Environment environment(Cbor record) {
        return EnvironmentReader.read(record.asArray().get(0).asMap(), tolerate);
    }

    private List<Measurement> measurements(Cbor list) {
        if (list.type() == CborType.MAP) {
            tolerate.accept("a measurement that is not in a list");
            return List.of(measurements.read(list.asMap()));
        }
        List<Measurement> read = claims(list);
        if (read.isEmpty()) {
            throw CorimReader.fault(list, "a triple without measurements");
        }
        return read;
    }

    private List<Measurement> claims(Cbor list) {
        List<CborMap> items = list.asArray().items().stream().map(Cbor::asMap).toList();
        // Without a profile a platform's configuration says whose the older keys beside it are.
        boolean platform = items.stream().anyMatch(OlderKeys::isPlatform);
        MeasurementReader reader = platform ? new MeasurementReader(tolerate, true) : measurements;
        return items.stream().map(reader::read).toList();
    }

    private Triple keys(Triple.KeyKind kind, Cbor record) {
        int size = record.asArray().size();
        if (size < 2 || size > 3) {
            throw CorimReader.fault(record, "a key triple is an environment, keys, and perhaps conditions");
        }
        Optional<CborMap> conditions =
                size == 3 ? Optional.of(record.asArray().get(2).asMap()) : Optional.empty();
        return new Triple.Keys(
                kind,
                environment(record),
                attesters(record.asArray().get(1)),
                conditions.flatMap(map -> map.get(CodePoints.KEYS_ELEMENT)).map(measurements::key),
                conditions
                        .flatMap(map -> map.get(CodePoints.KEYS_AUTHORITY))
                        .map(MeasurementReader::keys)
                        .orElse(List.of()));
    }

    private List<TypedBytes> attesters(Cbor list) {
        boolean older = list.asArray().size() > 0 && list.asArray().get(0).type() == CborType.MAP;
        return older
                ? list.asArray().items().stream()
                        .map(key -> OlderKeys.key(key, tolerate))
                        .toList()
                : MeasurementReader.keys(list);
    }

    /** Older drafts name domains by a number, a text or an id; those are kept and not interpreted. */
    private Triple domain(long kind, boolean depends, Cbor record) {
        if (record.asArray().ofSize(2).get(0).type() != CborType.MAP) {
            tolerate.accept("a domain that is not named by an environment");
            return new Triple.Other(kind, EnvironmentReader.any(record));
        }
        List<Environment> others = record.asArray().get(1).asArray().items().stream()
                .map(item -> EnvironmentReader.read(item.asMap(), tolerate))
                .toList();
        if (others.isEmpty()) {
            throw CorimReader.fault(record, "a domain of nothing");
        }
        return new Triple.Domain(depends, environment(record), others);
    }

    /** Environment, claims and perhaps an authority: the common condition of a series, and a stateful environment. */
    private Triple.State state(Cbor record) {
        int size = record.asArray().size();
        if (size < 2 || size > 3) {
            throw CorimReader.fault(record, "a condition is an environment, claims, and perhaps an authority");
        }
        return new Triple.State(
                environment(record),
                claims(record.asArray().get(1)),
                size == 3 ? MeasurementReader.keys(record.asArray().get(2)) : List.of());
    }

    private Triple series(Cbor record) {
        var parts = record.asArray().ofSize(2);
        // Before -06 the common condition was an environment alone.
        boolean bare = parts.get(0).type() == CborType.MAP;
        if (bare) {
            tolerate.accept("a series whose common condition is an environment alone");
        }
        Triple.State common = bare
                ? new Triple.State(EnvironmentReader.read(parts.get(0).asMap(), tolerate), List.of(), List.of())
                : state(parts.get(0));
        return new Triple.Series(
                common,
                nonEmpty(parts.get(1)).stream()
                        .map(choice -> new Triple.Choice(
                                measurements(choice.asArray().ofSize(2).get(0)),
                                measurements(choice.asArray().get(1))))
                        .toList());
    }

    private Triple conditional(Cbor record) {
        var parts = record.asArray().ofSize(2);
        return new Triple.Conditional(
                nonEmpty(parts.get(0)).stream().map(this::state).toList(),
                nonEmpty(parts.get(1)).stream()
                        .map(one -> new Triple.Endorsed(
                                environment(one),
                                measurements(one.asArray().ofSize(2).get(1))))
                        .toList());
    }

    private static List<Cbor> nonEmpty(Cbor list) {
        if (list.asArray().size() == 0) {
            throw CorimReader.fault(list, "an empty list in a triple");
        }
        return list.asArray().items();
    }
}
