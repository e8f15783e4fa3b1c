package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.TagId;
import java.util.List;

/** A concise tag list: the tags a verifier shall use, nothing else (CoRIM -11 §6). */
public record Cotl(TagId tagId, long tagVersion, List<Activated> tags, Validity validity) {
    public Cotl {
        tags = List.copyOf(tags);
    }

    /** One tag that is active. */
    public record Activated(TagId tagId, long tagVersion) {}
}
