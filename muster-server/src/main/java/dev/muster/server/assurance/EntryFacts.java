package dev.muster.server.assurance;

import dev.muster.core.assurance.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.FactRule;
import java.util.List;

/** What an entry states, by the rules of every topic. */
public final class EntryFacts {
    private final EventCodec codec;
    private final List<FactRule> rules;

    /** @param rules one for each topic, in an order that never changes: it numbers the facts of an entry */
    public EntryFacts(EventCodec codec, List<FactRule> rules) {
        this.codec = codec;
        this.rules = List.copyOf(rules);
    }

    /** The facts of an entry; none when its body is erased or a newer server wrote it. */
    public List<Known> of(Entry entry) {
        return codec.event(entry)
                .map(event -> rules.stream()
                        .flatMap(rule -> rule.facts(entry, event).stream())
                        .map(fact -> new Known(fact, entry.receivedAt()))
                        .toList())
                .orElse(List.of());
    }
}
