package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.TagId;
import java.util.List;
import java.util.Optional;

/**
 * A concise reference integrity manifest (CoRIM -11 §4.1).
 *
 * @param dependentRims locations of manifests that this one needs
 * @param profile URI, or an OID in dotted form
 * @param otherTags how many tags of kinds that are not read here it carries
 * @param tolerated what was accepted although the draft no longer allows it, one sentence each
 */
public record Corim(
        TagId id,
        List<Comid> comids,
        List<ConciseSwid> coswids,
        List<Cotl> cotls,
        int otherTags,
        List<String> dependentRims,
        Optional<String> profile,
        Optional<Validity> validity,
        List<Entity> entities,
        List<String> tolerated) {
    public Corim {
        comids = List.copyOf(comids);
        coswids = List.copyOf(coswids);
        cotls = List.copyOf(cotls);
        dependentRims = List.copyOf(dependentRims);
        entities = List.copyOf(entities);
        tolerated = List.copyOf(tolerated);
    }

    /** A manifest of one CoMID and the CoSWID tags its triples name. */
    public static Corim of(
            TagId id, Comid comid, List<ConciseSwid> coswids, Optional<Validity> validity, List<Entity> entities) {
        return new Corim(
                id, List.of(comid), coswids, List.of(), 0, List.of(), Optional.empty(), validity, entities, List.of());
    }
}
