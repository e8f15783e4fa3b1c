package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The phases of the draft written down a second time, from its text and without the processor: no index, no shared code but
 * the records of the format, and everything tried against everything. Slow, and meant to be read beside §9.3.
 */
final class Oracle {
    /** A step that a test may break, to show that it would be noticed. */
    enum Phase {
        SERIES_FIRST_ONLY,
        CONDITIONAL_EVERY_CONDITION,
        TOPOLOGICAL_ORDER,
        MEMBERS_ALL,
        MEMBERS_REPEATED,
        NO_CIRCLES,
        TRUSTEES_ARE_MEMBERS,
        KEYS_NEED_A_CLAIM,
        MERGE_ONE_STATE
    }

    /** One signed triple; the number tells it from another that says the same. */
    record Said(int number, Triple triple, List<TypedBytes> signer) {}

    /** A claim as the oracle keeps it. */
    private record Fact(
            String type,
            Environment environment,
            List<Measurement> elements,
            List<Environment> others,
            List<TypedBytes> authority) {}

    private final List<Fact> facts = new ArrayList<>();
    private final OracleComparison comparing;
    private final Set<Phase> broken;

    private Oracle(OracleComparison comparing, Set<Phase> broken) {
        this.comparing = comparing;
        this.broken = broken.isEmpty() ? EnumSet.noneOf(Phase.class) : EnumSet.copyOf(broken);
    }

    static Set<String> run(
            List<Ect.Elements> evidence, List<Said> said, OracleComparison comparing, Set<Phase> broken) {
        Oracle oracle = new Oracle(comparing, broken);
        for (Ect.Elements one : evidence) {
            oracle.append(new Fact("evidence", one.environment(), one.elements(), List.of(), one.authority()));
        }
        oracle.references(said);
        oracle.endorsements(said);
        oracle.keys(said);
        oracle.memberships(said);
        oracle.dependencies(said);
        Set<String> texts = new TreeSet<>();
        for (Fact fact : oracle.facts) {
            texts.add(text(fact.type(), fact.environment(), fact.elements(), fact.others(), fact.authority()));
        }
        return texts;
    }

    static String text(
            String type,
            Environment environment,
            List<Measurement> elements,
            List<Environment> others,
            List<TypedBytes> authority) {
        Set<String> parts = new TreeSet<>();
        elements.forEach(one -> parts.add(Described.element(one)));
        others.forEach(one -> parts.add(one.toString()));
        return type + " of " + environment + ": " + parts + " by " + authority;
    }

    private boolean holds(Phase phase) {
        return !broken.contains(phase);
    }

    private static List<Measurement> plain(List<Measurement> measurements) {
        List<Measurement> plain = new ArrayList<>();
        for (Measurement one : measurements) {
            plain.add(new Measurement(one.key(), one.values(), List.of()));
        }
        return plain;
    }

    private boolean isElement(Fact fact) {
        return List.of("evidence", "reference", "endorsement").contains(fact.type());
    }

    private boolean meets(Environment environment, List<Measurement> elements, List<TypedBytes> authority, Fact fact) {
        return isElement(fact)
                && comparing.environment(environment, fact.environment())
                && comparing.authority(authority, fact.authority())
                && comparing.elements(elements, fact.elements());
    }

    private boolean matched(Environment environment, List<Measurement> elements, List<TypedBytes> authority) {
        for (Fact fact : facts) {
            if (meets(environment, elements, authority, fact)) {
                return true;
            }
        }
        return false;
    }

    private void references(List<Said> said) {
        for (Said one : said) {
            if (one.triple() instanceof Triple.Reference reference) {
                for (Fact fact : List.copyOf(facts)) {
                    boolean kind = fact.type().equals("evidence");
                    if (kind && meets(reference.environment(), plain(reference.measurements()), List.of(), fact)) {
                        append(new Fact(
                                "reference", reference.environment(), fact.elements(), List.of(), one.signer()));
                    }
                }
            }
        }
    }

    private void endorsements(List<Said> said) {
        List<Said> open = new ArrayList<>();
        for (Said one : said) {
            if (!OracleOrder.asks(one).isEmpty()) {
                open.add(one);
            }
        }
        List<Said> sorted = holds(Phase.TOPOLOGICAL_ORDER) ? OracleOrder.sorted(open) : open;
        boolean again = true;
        while (again) {
            again = false;
            for (Said one : List.copyOf(sorted)) {
                List<Triple.Endorsed> additions = additions(one);
                if (!additions.isEmpty()) {
                    sorted.remove(one);
                    for (Triple.Endorsed addition : additions) {
                        again |= append(new Fact(
                                "endorsement",
                                addition.environment(),
                                plain(addition.measurements()),
                                List.of(),
                                one.signer()));
                    }
                }
            }
            again &= holds(Phase.TOPOLOGICAL_ORDER);
        }
    }

    private List<Triple.Endorsed> additions(Said said) {
        return switch (said.triple()) {
            case Triple.Endorsed endorsed ->
                matched(endorsed.environment(), List.of(), List.of()) ? List.of(endorsed) : List.of();
            case Triple.Conditional conditional -> conditional(conditional);
            case Triple.Series series -> series(series);
            default -> List.of();
        };
    }

    private List<Triple.Endorsed> conditional(Triple.Conditional conditional) {
        int met = 0;
        for (Triple.State state : conditional.conditions()) {
            met += matched(state.environment(), plain(state.claims()), state.authorizedBy()) ? 1 : 0;
        }
        boolean enough = holds(Phase.CONDITIONAL_EVERY_CONDITION)
                ? met == conditional.conditions().size()
                : met > 0;
        return enough ? conditional.endorsements() : List.of();
    }

    private List<Triple.Endorsed> series(Triple.Series series) {
        List<Triple.Endorsed> found = new ArrayList<>();
        for (Triple.Choice choice : series.choices()) {
            List<Measurement> condition = new ArrayList<>(plain(series.common().claims()));
            condition.addAll(plain(choice.condition()));
            if (matched(
                            series.common().environment(),
                            condition,
                            series.common().authorizedBy())
                    && (found.isEmpty() || !holds(Phase.SERIES_FIRST_ONLY))) {
                found.add(new Triple.Endorsed(series.common().environment(), choice.addition()));
            }
        }
        return found;
    }

    private void keys(List<Said> said) {
        for (Said one : said) {
            if (one.triple() instanceof Triple.Keys keys) {
                boolean there = !holds(Phase.KEYS_NEED_A_CLAIM);
                for (Fact fact : facts) {
                    boolean kind = fact.type().equals("evidence") || fact.type().equals("endorsement");
                    boolean element = keys.element().isEmpty()
                            || fact.elements().stream().anyMatch(m -> m.key().equals(keys.element()));
                    there |= kind
                            && element
                            && comparing.environment(keys.environment(), fact.environment())
                            && comparing.authority(keys.authorizedBy(), fact.authority());
                }
                if (there) {
                    append(new Fact(
                            "keys " + keys.kind() + keys.element() + keys.keys(),
                            keys.environment(),
                            List.of(),
                            List.of(),
                            List.of()));
                }
            }
        }
    }

    private void memberships(List<Said> said) {
        List<Said> open = new ArrayList<>();
        List<Triple.Domain> accepted = new ArrayList<>();
        for (Said one : said) {
            if (one.triple() instanceof Triple.Domain domain && !domain.depends()) {
                open.add(one);
            }
        }
        boolean again = true;
        while (again) {
            again = false;
            for (Said one : List.copyOf(open)) {
                Triple.Domain domain = (Triple.Domain) one.triple();
                long there = domain.others().stream().filter(this::exists).count();
                boolean enough =
                        holds(Phase.MEMBERS_ALL) ? there == domain.others().size() : there > 0;
                if (enough) {
                    open.removeIf(other -> other.equals(one));
                    if (!OracleGraph.circular(accepted, domain) || !holds(Phase.NO_CIRCLES)) {
                        accepted.add(domain);
                        again |= append(new Fact("members", domain.domain(), List.of(), domain.others(), one.signer()));
                    }
                }
            }
            again &= holds(Phase.MEMBERS_REPEATED);
        }
    }

    private boolean exists(Environment member) {
        return facts.stream()
                .filter(fact -> fact.type().equals("evidence") || fact.type().equals("members"))
                .anyMatch(fact -> comparing.environment(member, fact.environment()));
    }

    private void dependencies(List<Said> said) {
        List<List<TypedBytes>> circular = new ArrayList<>();
        for (Said one : said) {
            if (one.triple() instanceof Triple.Domain domain && domain.depends()) {
                List<Triple.Domain> same = new ArrayList<>();
                for (Said other : said) {
                    if (other.triple() instanceof Triple.Domain edge
                            && edge.depends()
                            && other.signer().equals(one.signer())) {
                        same.add(edge);
                    }
                }
                if (OracleGraph.circular(same, domain)) {
                    circular.add(one.signer());
                }
            }
        }
        for (Said one : said) {
            if (one.triple() instanceof Triple.Domain domain
                    && domain.depends()
                    && !(circular.contains(one.signer()) && holds(Phase.NO_CIRCLES))) {
                boolean inside = facts.stream()
                        .anyMatch(fact -> fact.type().equals("members")
                                && fact.environment().equals(domain.domain())
                                && fact.others().containsAll(domain.others()));
                if (inside || !holds(Phase.TRUSTEES_ARE_MEMBERS)) {
                    append(new Fact("trustees", domain.domain(), List.of(), domain.others(), one.signer()));
                }
            }
        }
    }

    /** Merges with the first claim that it can be merged with (§9.3.3.1.1 to .3). */
    private boolean append(Fact fact) {
        for (int i = 0; i < facts.size(); i++) {
            Fact before = facts.get(i);
            if (before.type().equals(fact.type())
                    && before.environment().equals(fact.environment())
                    && before.authority().equals(fact.authority())) {
                Optional<List<Measurement>> elements =
                        OracleMerging.merged(before.elements(), fact.elements(), holds(Phase.MERGE_ONE_STATE));
                if (elements.isPresent()) {
                    List<Environment> others = new ArrayList<>(before.others());
                    fact.others().stream().filter(one -> !others.contains(one)).forEach(others::add);
                    Fact both = new Fact(fact.type(), fact.environment(), elements.get(), others, fact.authority());
                    facts.set(i, both);
                    return !both.equals(before);
                }
            }
        }
        facts.add(fact);
        return true;
    }
}
