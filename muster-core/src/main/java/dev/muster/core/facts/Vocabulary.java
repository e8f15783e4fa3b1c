package dev.muster.core.facts;

import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The words of one topic: every key under which its entries state something, beside what it means. Filled while the class
 * that states the facts is initialised, and only read afterwards.
 */
public final class Vocabulary {
    private final List<DeclaredFact> all = new ArrayList<>();

    /** A fact about a device. */
    public FactKey device(String key, FactType type, Grade strongest, String meaning) {
        about("device", key, type, strongest, meaning);
        return FactKey.device(key);
    }

    /** A fact about a product. */
    public FactKey product(String key, FactType type, Grade strongest, String meaning) {
        about("product", key, type, strongest, meaning);
        return FactKey.product(key);
    }

    /** A fact about the organisation. */
    public FactKey org(String key, FactType type, Grade strongest, String meaning) {
        about("org", key, type, strongest, meaning);
        return FactKey.org(key);
    }

    /**
     * A fact about something that no check looks at by itself.
     *
     * @return the key
     */
    public String about(String subject, String key, FactType type, Grade strongest, String meaning) {
        all.add(new DeclaredFact(subject, key, type, strongest, meaning));
        return key;
    }

    /** Everything declared here, in order. */
    public List<DeclaredFact> all() {
        return List.copyOf(all);
    }

    /** The first fact that no declaration admits: a topic that breaks its own promise. */
    public static Optional<Fact> broken(Collection<DeclaredFact> declared, Collection<Fact> facts) {
        return facts.stream()
                .filter(fact -> declared.stream().noneMatch(promise -> promise.admits(fact)))
                .findFirst();
    }
}
