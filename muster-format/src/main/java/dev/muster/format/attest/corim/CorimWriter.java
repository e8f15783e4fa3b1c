package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.CoswidWriter;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        Map<Long, List<Cbor>> lists = new TreeMap<>();
        for (Triple triple : triples) {
            lists.computeIfAbsent(kind(triple), key -> new ArrayList<>()).add(record(triple));
        }
        CborMapBuilder map = Cbor.map();
        lists.forEach((kind, records) -> map.put(kind, Cbor.array(records)));
        return map.build();
    }

    private static long kind(Triple triple) {
        return switch (triple) {
            case Triple.Reference reference -> CodePoints.TRIPLES_REFERENCE;
            case Triple.Endorsed endorsed -> CodePoints.TRIPLES_ENDORSED;
            case Triple.Keys keys ->
                keys.kind() == Triple.KeyKind.IDENTITY ? CodePoints.TRIPLES_IDENTITY : CodePoints.TRIPLES_ATTEST_KEY;
            case Triple.Domain domain ->
                domain.depends() ? CodePoints.TRIPLES_DEPENDENCY : CodePoints.TRIPLES_MEMBERSHIP;
            case Triple.Software software -> CodePoints.TRIPLES_COSWID;
            case Triple.Series series -> CodePoints.TRIPLES_SERIES;
            case Triple.Conditional conditional -> CodePoints.TRIPLES_CONDITIONAL;
            case Triple.Other other -> other.kind();
        };
    }

    static Cbor record(Triple triple) {
        return switch (triple) {
            case Triple.Reference r -> record(r.environment(), r.measurements());
            case Triple.Endorsed e -> record(e.environment(), e.measurements());
            case Triple.Keys k -> keys(k);
            case Triple.Domain d ->
                Cbor.array(
                        MeasurementWriter.environment(d.domain()),
                        Cbor.array(d.others().stream()
                                .map(MeasurementWriter::environment)
                                .toList()));
            case Triple.Software s ->
                Cbor.array(
                        MeasurementWriter.environment(s.environment()),
                        Cbor.array(s.tags().stream().map(CoswidWriter::tagId).toList()));
            case Triple.Series s ->
                Cbor.array(
                        state(s.common()),
                        Cbor.array(s.choices().stream()
                                .map(choice -> Cbor.array(claims(choice.condition()), claims(choice.addition())))
                                .toList()));
            case Triple.Conditional c ->
                Cbor.array(
                        Cbor.array(
                                c.conditions().stream().map(CorimWriter::state).toList()),
                        Cbor.array(c.endorsements().stream()
                                .map(e -> record(e.environment(), e.measurements()))
                                .toList()));
            case Triple.Other o -> Cbor.parse(o.record().encoded());
        };
    }

    private static Cbor keys(Triple.Keys triple) {
        List<Cbor> parts = new ArrayList<>();
        parts.add(MeasurementWriter.environment(triple.environment()));
        parts.add(MeasurementWriter.keys(triple.keys()));
        if (triple.element().isPresent() || !triple.authorizedBy().isEmpty()) {
            CborMapBuilder conditions = Cbor.map();
            triple.element().ifPresent(key -> conditions.put(CodePoints.KEYS_ELEMENT, MeasurementWriter.key(key)));
            if (!triple.authorizedBy().isEmpty()) {
                conditions.put(CodePoints.KEYS_AUTHORITY, MeasurementWriter.keys(triple.authorizedBy()));
            }
            parts.add(conditions.build());
        }
        return Cbor.array(parts);
    }

    private static Cbor state(Triple.State state) {
        List<Cbor> parts = new ArrayList<>();
        parts.add(MeasurementWriter.environment(state.environment()));
        parts.add(claims(state.claims()));
        if (!state.authorizedBy().isEmpty()) {
            parts.add(MeasurementWriter.keys(state.authorizedBy()));
        }
        return Cbor.array(parts);
    }

    private static Cbor claims(List<Measurement> measurements) {
        return Cbor.array(
                measurements.stream().map(MeasurementWriter::measurement).toList());
    }

    private static Cbor record(Environment environment, List<Measurement> measurements) {
        return Cbor.array(MeasurementWriter.environment(environment), claims(measurements));
    }
}
