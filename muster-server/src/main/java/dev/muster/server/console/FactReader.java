package dev.muster.server.console;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import java.util.List;
import java.util.Optional;

/** Entries to facts, by the rules of all topics. An erased entry or one of an unknown type says nothing. */
public final class FactReader {
    private final EventCodec codec;
    private final List<FactRule> rules;

    public FactReader(EventCodec codec, List<FactRule> rules) {
        this.codec = codec;
        this.rules = List.copyOf(rules);
    }

    List<Fact> facts(Entry entry) {
        return codec.event(entry).map(event -> facts(entry, event)).orElse(List.of());
    }

    /** What an entry says. */
    Optional<Event> event(Entry entry) {
        return codec.event(entry);
    }

    List<Fact> facts(Entry entry, Event event) {
        return rules.stream().flatMap(rule -> rule.facts(entry, event).stream()).toList();
    }
}
