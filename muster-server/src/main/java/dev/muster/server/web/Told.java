package dev.muster.server.web;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import java.util.Optional;

/**
 * An entry of the ledger with what it says.
 *
 * @param event empty when it was erased or is of a type nobody knows
 */
public record Told(Entry entry, Optional<Event> event) {}
