package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.TypedBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The phases 2 to 4 for one attester: evidence becomes claims, and what others say of it is added (§9.3.5). */
public final class Processor {
    private final Claims claims = new Claims();
    private final List<Step> steps = new ArrayList<>();
    private final List<TypedBytes> verifier;
    private final KeyCheck keys;

    private Processor(List<TypedBytes> verifier, KeyCheck keys) {
        this.verifier = verifier;
        this.keys = keys;
    }

    /**
     * What came out.
     *
     * @param steps what became of each relation that had a part, in the order in which they were processed
     */
    public record Result(Claims claims, List<Step> steps) {
        public Result {
            steps = List.copyOf(steps);
        }
    }

    /**
     * @param evidence verified claims of the attester
     * @param endorsements all there are; those that do not hold at {@code now} count for nothing
     * @param verifier keys of whom verified keys are added under
     */
    public static Result process(
            List<Ect.Elements> evidence,
            Endorsements endorsements,
            Instant now,
            List<TypedBytes> verifier,
            KeyCheck keys) {
        List<Environment> environments =
                evidence.stream().map(Ect.Elements::environment).distinct().toList();
        return process(evidence, endorsements.reached(environments, now), verifier, keys);
    }

    /** The same over a staging area: relations of tags that hold now. */
    public static Result process(
            List<Ect.Elements> evidence, List<Relation> staging, List<TypedBytes> verifier, KeyCheck keys) {
        Processor processor = new Processor(verifier, keys);
        evidence.forEach(processor.claims::append);
        processor.run(staging);
        return new Result(processor.claims, processor.steps);
    }

    private void run(List<Relation> staging) {
        List<Relation> endorsements = new ArrayList<>();
        List<Relation.Domain> memberships = new ArrayList<>();
        List<Relation.Domain> dependencies = new ArrayList<>();
        for (Relation relation : staging) {
            switch (relation) {
                case Relation.Reference reference -> reference(reference);
                case Relation.Endorsed endorsed -> endorsements.add(endorsed);
                case Relation.Series series -> endorsements.add(series);
                case Relation.Keys some -> {
                    // After the endorsements, which may be about what has the keys.
                }
                case Relation.Domain domain -> (domain.depends() ? dependencies : memberships).add(domain);
            }
        }
        endorse(Ordering.of(endorsements));
        staging.stream()
                .filter(Relation.Keys.class::isInstance)
                .map(Relation.Keys.class::cast)
                .forEach(this::keys);
        memberships(memberships);
        dependencies(dependencies);
    }

    private void note(Relation relation, Step.Outcome outcome, String detail) {
        steps.add(new Step(relation.source(), outcome, detail));
    }

    /** Evidence is said again by whom it agrees with (phase 3). */
    private void reference(Relation.Reference relation) {
        List<Ect.Elements> matched = claims.elements()
                .filter(claim -> claim.origin() == Ect.Origin.EVIDENCE
                        && relation.condition().meets(claim))
                .toList();
        for (Ect.Elements claim : matched) {
            claims.append(new Ect.Elements(
                    relation.condition().environment(),
                    claim.elements(),
                    Ect.Origin.REFERENCE_VALUES,
                    relation.source().authority(),
                    relation.profile()));
        }
        if (matched.isEmpty()) {
            unmet(relation, List.of(relation.condition()));
        } else {
            note(relation, Step.Outcome.MATCHED, "the evidence is as this says");
        }
    }

    private void unmet(Relation relation, List<Condition> conditions) {
        Unmet unmet = Unmet.of(conditions, claims.elements().toList());
        note(relation, unmet.differs() ? Step.Outcome.DIFFERS : Step.Outcome.NOT_COMPARED, unmet.text());
    }

    private boolean met(Condition condition) {
        return claims.elements().anyMatch(condition::meets);
    }

    /** In their order, and again while anything is added; each adds once. */
    private void endorse(List<Relation> ordered) {
        List<Relation> open = new ArrayList<>(ordered);
        boolean grown = true;
        while (grown && !open.isEmpty()) {
            grown = false;
            for (Relation relation : List.copyOf(open)) {
                List<Ect.Elements> additions = additions(relation);
                if (!additions.isEmpty()) {
                    open.remove(relation);
                    for (Ect.Elements addition : additions) {
                        grown |= claims.append(addition);
                    }
                    note(relation, Step.Outcome.MATCHED, "adds " + described(additions));
                }
            }
        }
        for (Relation relation : open) {
            unmet(relation, conditions(relation));
        }
    }

    private static List<Condition> conditions(Relation relation) {
        return switch (relation) {
            case Relation.Endorsed endorsed -> endorsed.conditions();
            case Relation.Series series ->
                series.items().stream().map(Relation.Series.Item::condition).toList();
            default -> List.of();
        };
    }

    private List<Ect.Elements> additions(Relation relation) {
        return switch (relation) {
            case Relation.Endorsed endorsed ->
                endorsed.conditions().stream().allMatch(this::met) ? endorsed.additions() : List.of();
            case Relation.Series series ->
                series.items().stream()
                        .filter(item -> met(item.condition()))
                        .findFirst()
                        .map(item -> List.of(item.addition()))
                        .orElse(List.of());
            default -> List.of();
        };
    }

    private static String described(List<Ect.Elements> additions) {
        return String.join(
                "; ",
                additions.stream()
                        .map(one -> Described.elements(one.elements()) + " of " + one.environment())
                        .toList());
    }

    private void keys(Relation.Keys relation) {
        var triple = relation.triple();
        boolean there = claims.elements()
                .anyMatch(claim -> claim.origin() != Ect.Origin.REFERENCE_VALUES
                        && triple.environment().covers(claim.environment())
                        && Authority.within(triple.authorizedBy(), claim.authority())
                        && triple.element()
                                .map(element -> claim.elements().stream()
                                        .anyMatch(one -> one.key()
                                                .filter(element::equals)
                                                .isPresent()))
                                .orElse(true));
        List<TypedBytes> verified = there
                ? triple.keys().stream()
                        .filter(key -> keys.verified(key, triple.kind()))
                        .toList()
                : List.of();
        if (verified.isEmpty()) {
            note(
                    relation,
                    Step.Outcome.NOT_COMPARED,
                    there ? "none of its keys can be verified here" : "no claim is about " + triple.environment());
            return;
        }
        claims.append(new Ect.Keys(
                triple.environment(), triple.element(), verified, triple.kind(), verifier, relation.profile()));
        note(relation, Step.Outcome.MATCHED, verified.size() + " verified keys of " + triple.environment());
    }

    /** Domains of domains: again and again until nothing is added. */
    private void memberships(List<Relation.Domain> relations) {
        Graph graph = new Graph();
        List<Relation.Domain> open = new ArrayList<>(relations);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Relation.Domain relation : List.copyOf(open)) {
                if (!relation.others().stream().allMatch(claims::exists)) {
                    continue;
                }
                open.remove(relation);
                if (graph.add(relation.domain(), relation.others())) {
                    grown |= claims.append(new Ect.Members(
                            relation.domain(),
                            relation.others(),
                            relation.source().authority(),
                            relation.profile()));
                    note(relation, Step.Outcome.MATCHED, "the domain is complete: " + relation.domain());
                } else {
                    note(relation, Step.Outcome.DISCARDED, "the domain would be a member of itself");
                }
            }
        }
        for (Relation.Domain relation : open) {
            String missing = relation.others().stream()
                    .filter(member -> !claims.exists(member))
                    .findFirst()
                    .map(Environment::toString)
                    .orElse("");
            note(relation, Step.Outcome.NOT_COMPARED, "no evidence of the member " + missing);
        }
    }

    /** All dependencies of a provider are dropped when they form a circle: which of them is wrong cannot be told. */
    private void dependencies(List<Relation.Domain> relations) {
        Map<List<TypedBytes>, Graph> graphs = new HashMap<>();
        Set<List<TypedBytes>> circular = new HashSet<>();
        for (Relation.Domain relation : relations) {
            List<TypedBytes> provider = relation.source().authority();
            if (!graphs.computeIfAbsent(provider, key -> new Graph()).add(relation.domain(), relation.others())) {
                circular.add(provider);
            }
        }
        for (Relation.Domain relation : relations) {
            if (circular.contains(relation.source().authority())) {
                note(relation, Step.Outcome.DISCARDED, "the dependencies form a circle");
            } else if (claims.members()
                    .anyMatch(domain -> domain.environment().equals(relation.domain())
                            && domain.members().containsAll(relation.others()))) {
                claims.append(new Ect.Trustees(
                        relation.domain(), relation.others(), relation.source().authority(), relation.profile()));
                note(relation, Step.Outcome.MATCHED, relation.domain() + " depends on " + relation.others());
            } else {
                note(relation, Step.Outcome.NOT_COMPARED, "no membership has these trustees in " + relation.domain());
            }
        }
    }
}
