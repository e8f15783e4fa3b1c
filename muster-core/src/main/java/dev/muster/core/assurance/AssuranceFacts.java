package dev.muster.core.assurance;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.util.List;
import java.util.Optional;

/** The facts that assurance's own entries state: which requirement somebody decided not to apply. */
public final class AssuranceFacts implements FactRule {
    private static final String EXCLUSION = "assurance.not-applicable.";
    /** Value of a decision taken back. */
    private static final String WITHDRAWN = "withdrawn";

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case AssuranceEvent.NotApplicableDeclared declared ->
                List.of(fact(entry, declared.requirement(), declared.by() + ": " + declared.why()));
            case AssuranceEvent.NotApplicableWithdrawn withdrawn ->
                List.of(fact(entry, withdrawn.requirement(), WITHDRAWN));
            default -> List.of();
        };
    }

    /** Key of the fact that says whether this requirement applies. */
    static String exclusionKey(RequirementId id) {
        return EXCLUSION + id.text();
    }

    /** The requirement that a fact under this key decides about. */
    static Optional<RequirementId> excludedRequirement(String key) {
        return key.startsWith(EXCLUSION)
                ? Optional.of(RequirementId.parse(key.substring(EXCLUSION.length())))
                : Optional.empty();
    }

    /** Reads such a fact's value. */
    static Optional<Exclusion> exclusion(String value) {
        int colon = value.indexOf(": ");
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Exclusion(value.substring(0, colon), value.substring(colon + 2)));
    }

    private static Fact fact(Entry entry, String requirement, String value) {
        return new Fact(
                entry.subject(),
                exclusionKey(RequirementId.parse(requirement)),
                value,
                entry.effectiveAt(),
                Grade.RECORDED,
                entry.index());
    }
}
