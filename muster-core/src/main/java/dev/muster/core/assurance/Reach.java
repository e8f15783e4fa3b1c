package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.ledger.Grade;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what a link counts can ever be shown. A pass is as strong as the weakest fact that it rests on, and what a topic
 * declares of a fact bounds how strong that is: a link that asks for more than its check can reach would never count, and the
 * row would look as if only evidence were missing.
 */
public final class Reach {
    private final Checks checks;
    private final List<DeclaredFact> declared;

    /** @param declared what every topic promises of its facts */
    public Reach(Checks checks, Collection<DeclaredFact> declared) {
        this.checks = checks;
        this.declared = List.copyOf(declared);
    }

    /**
     * The catalogue, when each of its links can count.
     *
     * @throws CatalogueException at the first that cannot, naming the row, the check and the rule
     */
    public Catalogue require(Catalogue catalogue) {
        for (Link link : catalogue.links()) {
            broken(link).ifPresent(rule -> {
                throw new CatalogueException(
                        "links", 0, link.requirement().text() + " by " + link.check() + ": " + rule);
            });
        }
        return catalogue;
    }

    /** The rule that a link breaks, as a sentence that names it; empty when a pass can count, or none is meant to. */
    Optional<String> broken(Link link) {
        if (link.sufficiency() == Sufficiency.AGAINST) {
            return Optional.empty();
        }
        Check check = checks.get(link.check());
        return Stream.concat(check.needs().stream(), check.considers().stream().filter(check::carries))
                .flatMap(key -> tooWeak(key, link.counts()).stream())
                .findFirst();
    }

    private Optional<String> tooWeak(FactKey key, Grade counts) {
        String kind = key.scope().name().toLowerCase(Locale.ROOT);
        Optional<Grade> best = declared.stream()
                .filter(promise -> promise.covers(kind, key.key()))
                .map(DeclaredFact::strongest)
                .min(Comparator.naturalOrder());
        if (best.isEmpty()) {
            return Optional.of("rule reach: no topic declares " + key + ", on which its check rests");
        }
        return best.get().atLeast(counts)
                ? Optional.empty()
                : Optional.of("rule reach: " + key + ", on which its check rests, is never more than " + best.get()
                        + ", and the link counts nothing under " + counts);
    }
}
