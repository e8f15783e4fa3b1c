package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidWriter;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@link Corim} to the deterministic bytes of draft -11, tag 501. Reference, endorsed and CoSWID triples. */
public final class CorimWriter {
    private CorimWriter() {}

    /** @throws IllegalArgumentException when the manifest holds what is only read here */
    public static byte[] encode(Corim corim) {
        if (corim.otherTags() > 0
                || !corim.cotls().isEmpty()
                || !corim.dependentRims().isEmpty()) {
            throw new IllegalArgumentException("tag lists, dependent manifests and other tags are only read");
        }
        List<Cbor> tags = new ArrayList<>();
        corim.comids()
                .forEach(comid -> tags.add(
                        Cbor.tag(CodePoints.TAG_COMID, Cbor.of(comid(comid).encoded()))));
        corim.coswids().forEach(tag -> tags.add(Cbor.tag(CodePoints.TAG_COSWID, Cbor.of(CoswidWriter.encode(tag)))));
        CborMapBuilder map = Cbor.map()
                .put(CodePoints.CORIM_ID, CoswidWriter.tagId(corim.id()))
                .put(CodePoints.CORIM_TAGS, Cbor.array(tags));
        corim.profile().ifPresent(uri -> map.put(CodePoints.CORIM_PROFILE, Cbor.tag(CodePoints.TAG_URI, Cbor.of(uri))));
        corim.validity().ifPresent(validity -> map.put(CodePoints.CORIM_VALIDITY, validity(validity)));
        if (!corim.entities().isEmpty()) {
            map.put(CodePoints.CORIM_ENTITIES, entities(corim.entities()));
        }
        return Cbor.tag(CodePoints.TAG_UNSIGNED, map.build()).encoded();
    }

    static Cbor validity(Validity validity) {
        CborMapBuilder map = Cbor.map().put(CodePoints.VALIDITY_NOT_AFTER, time(validity.notAfter()));
        validity.notBefore().ifPresent(start -> map.put(CodePoints.VALIDITY_NOT_BEFORE, time(start)));
        return map.build();
    }

    private static Cbor time(Instant time) {
        return Cbor.tag(CodePoints.TAG_TIME, Cbor.of(time.getEpochSecond()));
    }

    private static Cbor entities(List<Entity> entities) {
        List<Cbor> list = new ArrayList<>();
        for (Entity entity : entities) {
            CborMapBuilder map = Cbor.map()
                    .put(CodePoints.ENTITY_NAME, entity.name())
                    .put(
                            CodePoints.ENTITY_ROLE,
                            Cbor.array(entity.roles().stream().map(Cbor::of).toList()));
            entity.regId()
                    .ifPresent(uri -> map.put(CodePoints.ENTITY_REG_ID, Cbor.tag(CodePoints.TAG_URI, Cbor.of(uri))));
            list.add(map.build());
        }
        return Cbor.array(list);
    }

    private static CborMap comid(Comid comid) {
        CborMapBuilder identity = Cbor.map().put(CodePoints.IDENTITY_ID, CoswidWriter.tagId(comid.tagId()));
        if (comid.tagVersion() != 0) {
            identity.put(CodePoints.IDENTITY_VERSION, comid.tagVersion());
        }
        CborMapBuilder map = Cbor.map()
                .put(CodePoints.COMID_IDENTITY, identity.build())
                .put(CodePoints.COMID_TRIPLES, triples(comid.triples()));
        if (!comid.entities().isEmpty()) {
            map.put(CodePoints.COMID_ENTITIES, entities(comid.entities()));
        }
        if (!comid.linkedTags().isEmpty()) {
            map.put(
                    CodePoints.COMID_LINKED,
                    Cbor.array(comid.linkedTags().stream()
                            .map(link -> Cbor.map()
                                    .put(CodePoints.LINKED_ID, CoswidWriter.tagId(link.tag()))
                                    .put(CodePoints.LINKED_REL, link.relation())
                                    .build())
                            .toList()));
        }
        return map.build();
    }

    private static CborMap triples(List<Triple> triples) {
        List<Cbor> references = new ArrayList<>();
        List<Cbor> endorsed = new ArrayList<>();
        List<Cbor> software = new ArrayList<>();
        for (Triple triple : triples) {
            switch (triple) {
                case Triple.Reference r -> references.add(record(r.environment(), r.measurements()));
                case Triple.Endorsed e -> endorsed.add(record(e.environment(), e.measurements()));
                case Triple.Software s ->
                    software.add(Cbor.array(
                            MeasurementWriter.environment(s.environment()),
                            Cbor.array(
                                    s.tags().stream().map(CoswidWriter::tagId).toList())));
                case Triple.Other o ->
                    throw new IllegalArgumentException("triples of kind " + o.kind() + " are only read");
            }
        }
        CborMapBuilder map = Cbor.map();
        putList(map, CodePoints.TRIPLES_REFERENCE, references);
        putList(map, CodePoints.TRIPLES_ENDORSED, endorsed);
        putList(map, CodePoints.TRIPLES_COSWID, software);
        return map.build();
    }

    private static void putList(CborMapBuilder map, long key, List<Cbor> records) {
        if (!records.isEmpty()) {
            map.put(key, Cbor.array(records));
        }
    }

    private static Cbor record(Environment environment, List<Measurement> measurements) {
        return Cbor.array(
                MeasurementWriter.environment(environment),
                Cbor.array(measurements.stream()
                        .map(MeasurementWriter::measurement)
                        .toList()));
    }
}
