package dev.muster.core.facts;

import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;

/**
 * What a topic promises of the facts under one key, or under every key that begins so.
 *
 * @param subject kind of the subject, such as {@code device}
 * @param key dotted; one that ends with a dot is the beginning of a family of keys
 * @param type which texts the value may be
 * @param strongest the best grade that may ever stand on it: what a device says of itself is never more than reported
 * @param meaning one sentence
 */
public record DeclaredFact(String subject, String key, FactType type, Grade strongest, String meaning) {
    /** Whether this is a declaration of that fact's key. */
    public boolean covers(String kind, String name) {
        return subject.equals(kind) && (key.endsWith(".") ? name.startsWith(key) : name.equals(key));
    }

    /** Whether the fact keeps what is promised. */
    public boolean admits(Fact fact) {
        return covers(fact.subject().kind(), fact.key())
                && type.admits(fact.value())
                && strongest.atLeast(fact.grade());
    }
}
