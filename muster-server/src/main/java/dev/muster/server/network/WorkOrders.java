package dev.muster.server.network;

import dev.muster.core.ledger.Entry;
import dev.muster.core.network.WorkStep;
import java.util.Optional;

/** What work orders say of a device's network. */
@FunctionalInterface
public interface WorkOrders {
    /** The step that an entry is; empty for every other entry. */
    Optional<WorkStep> step(Entry entry);
}
