package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.TagId;
import java.util.List;

/** A concise module identifier: statements about environments (CoRIM -11 §5). */
public record Comid(
        TagId tagId, long tagVersion, List<Entity> entities, List<LinkedTag> linkedTags, List<Triple> triples) {
    public Comid {
        entities = List.copyOf(entities);
        linkedTags = List.copyOf(linkedTags);
        triples = List.copyOf(triples);
    }

    public List<Triple.Reference> references() {
        return triples.stream()
                .filter(Triple.Reference.class::isInstance)
                .map(Triple.Reference.class::cast)
                .toList();
    }
}
