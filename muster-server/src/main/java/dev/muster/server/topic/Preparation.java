package dev.muster.server.topic;

import dev.muster.core.ledger.OrgId;
import java.util.List;

/** Something that an organisation needs before its first device. */
@FunctionalInterface
public interface Preparation {
    /** Makes it; changes nothing when it is there. */
    void prepare(OrgId org);

    /** Those organisations that may lack it, by one question for all of them; all where nobody knows better. */
    default List<OrgId> lacking(List<OrgId> orgs) {
        return orgs;
    }
}
