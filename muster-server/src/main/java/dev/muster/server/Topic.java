package dev.muster.server;

import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.ledger.sequence.Projection;
import java.util.List;

/**
 * What a topic brings to the ledger and the database, before any door is open.
 *
 * @param name folder of its scripts, {@code db/<name>}
 * @param scripts in order, without {@code .sql}
 * @param events sealed interface of its events; a topic that writes none has none
 * @param projections folds of entries into its registers
 * @param facts what its entries say
 */
record Topic(
        String name,
        List<String> scripts,
        List<Class<? extends Event>> events,
        List<Projection> projections,
        List<FactRule> facts) {}
