package dev.muster.core.facts;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Recent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an entry states, by the rules of every topic: the one derivation, for stores, pages, verdicts and packs. */
public final class EntryFacts {
    private final EventCodec codec;
    private final List<FactRule> rules;
    private final Recent<List<Known>> recent = new Recent<>();

    /** @param rules one or more for each topic, in an order that never changes: it numbers the facts of an entry */
    public EntryFacts(EventCodec codec, List<FactRule> rules) {
        this.codec = codec;
        this.rules = List.copyOf(rules);
    }

    /**
     * The facts of an entry; none when its body is erased or a newer server wrote it. From the bytes, not from an object
     * that was encoded: times in it may be finer than what the ledger keeps, and whoever derives the facts again has
     * nothing but the bytes.
     */
    public List<Known> of(Entry entry) {
        return recent.of(
                entry,
                one -> facts(one).stream()
                        .map(fact -> new Known(fact, one.receivedAt()))
                        .toList());
    }

    /** The same without the times of receipt. */
    public List<Fact> facts(Entry entry) {
        return event(entry).map(event -> facts(entry, event)).orElse(List.of());
    }

    /** The same of an entry whose event, as {@link #event} gives it, is at hand. */
    public List<Fact> facts(Entry entry, Event event) {
        return rules.stream().flatMap(rule -> rule.facts(entry, event).stream()).toList();
    }

    /** The types of entries that are read, sorted. */
    public Set<String> types() {
        return codec.types();
    }

    /** What happened. */
    public Optional<Event> event(Entry entry) {
        return codec.event(entry);
    }
}
