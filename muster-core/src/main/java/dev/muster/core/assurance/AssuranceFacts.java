package dev.muster.core.assurance;

import static dev.muster.core.facts.FactType.text;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The facts that assurance's own entries state: which requirement somebody decided not to apply, or waived. */
public final class AssuranceFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    static {
        for (String subject : List.of("device", "product", "org")) {
            WORDS.about(subject, "assurance.not-applicable.", text(), Grade.RECORDED, "who decided so, and why");
            WORDS.about(subject, "assurance.waiver.", text(), Grade.RECORDED, "until when, by whom, and why");
        }
        ProductFacts.all().forEach(fact -> WORDS.product(fact.key(), text(), Grade.RECORDED, fact.meaning()));
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    private static final String EXCLUSION = "assurance.not-applicable.";

    /** Keys of facts that waive a requirement begin so. */
    public static final String WAIVER = "assurance.waiver.";
    /** Value of a waiver ended before its time. */
    private static final String ENDED = "ended";
    /** Value of a decision taken back. */
    private static final String WITHDRAWN = "withdrawn";

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case AssuranceEvent.NotApplicableDeclared declared ->
                List.of(fact(entry, EXCLUSION, declared.requirement(), declared.by() + ": " + declared.why()));
            case AssuranceEvent.NotApplicableWithdrawn withdrawn ->
                List.of(fact(entry, EXCLUSION, withdrawn.requirement(), WITHDRAWN));
            case AssuranceEvent.Waived waived ->
                List.of(fact(
                        entry, WAIVER, waived.requirement(), waived.until() + " " + waived.by() + ": " + waived.why()));
            case AssuranceEvent.WaiverEnded ended -> List.of(fact(entry, WAIVER, ended.requirement(), ENDED));
            case AssuranceEvent.ProductStated stated -> List.of(stated(entry, stated));
            default -> List.of();
        };
    }

    /** Key of the fact that says whether this requirement applies. */
    static String exclusionKey(RequirementId id) {
        return EXCLUSION + id.text();
    }

    /** Key of the fact that says until when this requirement is waived. */
    public static String waiverKey(RequirementId id) {
        return WAIVER + id.text();
    }

    /** The requirement that a fact under this key decides about. */
    static Optional<RequirementId> decidedRequirement(String key) {
        return requirement(key, EXCLUSION).or(() -> waivedRequirement(key));
    }

    /** The requirement that a fact under this key waives. */
    static Optional<RequirementId> waivedRequirement(String key) {
        return requirement(key, WAIVER);
    }

    private static Optional<RequirementId> requirement(String key, String decision) {
        return key.startsWith(decision)
                ? Optional.of(RequirementId.parse(key.substring(decision.length())))
                : Optional.empty();
    }

    /** Reads the value of a fact under {@link #waiverKey}; empty when the waiver was ended. */
    public static Optional<Waiver> waiver(String value) {
        int space = value.indexOf(' ');
        int colon = value.indexOf(": ", Math.max(space, 0));
        return space < 0 || colon < 0
                ? Optional.empty()
                : Optional.of(new Waiver(
                        value.substring(space + 1, colon),
                        value.substring(colon + 2),
                        Instant.parse(value.substring(0, space))));
    }

    /** Reads such a fact's value. */
    static Optional<Exclusion> exclusion(String value) {
        int colon = value.indexOf(": ");
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Exclusion(value.substring(0, colon), value.substring(colon + 2)));
    }

    /** That a paper lies somewhere is worth what the paper is worth; the rest is what somebody decided here. */
    private static Fact stated(Entry entry, AssuranceEvent.ProductStated stated) {
        boolean paper = ProductFacts.named(stated.key())
                .filter(fact -> fact.kind() == ProductFact.Kind.PAPER)
                .isPresent();
        return new Fact(
                entry.subject(),
                stated.key(),
                stated.value(),
                entry.effectiveAt(),
                paper ? Grade.DOCUMENTED : Grade.RECORDED,
                entry.index());
    }

    private static Fact fact(Entry entry, String decision, String requirement, String value) {
        return new Fact(
                entry.subject(),
                decision + RequirementId.parse(requirement).text(),
                value,
                entry.effectiveAt(),
                Grade.RECORDED,
                entry.index());
    }
}
