package dev.muster.core.ledger;

import java.util.List;

/** Turns one entry into facts. One per topic, pure, total: an event that is none of its business gives no facts. */
public interface FactRule {
    /** The facts that {@code event}, the decoded body of {@code entry}, states. */
    List<Fact> facts(Entry entry, Event event);
}
