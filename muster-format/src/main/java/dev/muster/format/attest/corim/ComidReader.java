package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The content of a byte string tagged 506 to {@link Comid}. */
final class ComidReader {
    /** A maker's tag for one release has one triple per environment; thousands mean a generated catalogue. */
    private static final int MAX_TRIPLES = 10_000;

    private final MeasurementReader measurements;

    ComidReader(Consumer<String> tolerate) {
        this.measurements = new MeasurementReader(tolerate);
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
        if (kind == CodePoints.TRIPLES_REFERENCE) {
            return new Triple.Reference(environment(record), measurements(record));
        }
        if (kind == CodePoints.TRIPLES_ENDORSED) {
            return new Triple.Endorsed(environment(record), measurements(record));
        }
        if (kind == CodePoints.TRIPLES_COSWID) {
            return new Triple.Software(
                    environment(record),
                    record.asArray().ofSize(2).get(1).asArray().items().stream()
                            .map(CoswidReader::tagId)
                            .toList());
        }
        return new Triple.Other(kind, EnvironmentReader.any(record));
    }

    private static Environment environment(Cbor record) {
        return EnvironmentReader.read(record.asArray().ofSize(2).get(0).asMap());
    }

    private List<Measurement> measurements(Cbor record) {
        List<Measurement> read = record.asArray().get(1).asArray().items().stream()
                .map(item -> measurements.read(item.asMap()))
                .toList();
        if (read.isEmpty()) {
            throw CorimReader.fault(record, "a triple without measurements");
        }
        return read;
    }
}
