package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.TagId;

/**
 * A relation of a CoMID to another tag (CoRIM -11 §5.1.3).
 *
 * @param relation 0 supplements, 1 replaces
 */
public record LinkedTag(TagId tag, long relation) {
    public static final long SUPPLEMENTS = 0;
    public static final long REPLACES = 1;
}
