package dev.muster.server.response;

import dev.muster.core.ledger.Entry;
import dev.muster.core.response.Standing;
import java.util.Optional;

/** Reads off an entry how a device stands; the wiring knows which topic's verdicts say so. */
@FunctionalInterface
public interface Standings {
    /** Empty when the entry says nothing that is answered. */
    Optional<Standing> of(Entry entry);
}
