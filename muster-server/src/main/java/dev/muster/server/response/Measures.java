package dev.muster.server.response;

import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.response.Measure;
import dev.muster.core.response.Standing;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;

/** Asks another topic's desk for a measure; the wiring knows which desk. */
@FunctionalInterface
public interface Measures {
    /**
     * The entries that the desk wants, in the transaction in which they are appended.
     *
     * @return empty when the desk refuses or there is nothing to do
     */
    List<Draft> ask(Tx tx, OrgId org, Measure measure, Standing standing, Instant now);
}
