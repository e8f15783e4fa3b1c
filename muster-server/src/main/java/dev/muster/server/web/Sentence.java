package dev.muster.server.web;

import dev.muster.core.ledger.Event;
import java.util.Optional;

/** How a topic tells its events to people: one sentence, without a full stop, beginning small. */
@FunctionalInterface
public interface Sentence {
    /** Empty for events of other topics. */
    Optional<String> of(Event event);
}
