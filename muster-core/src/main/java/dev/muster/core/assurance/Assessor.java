package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Facts and a time in, verdicts out. The plain definition of what a verdict is; {@link PostureFold} reaches the same
 * with less work.
 */
public final class Assessor {
    /** Devices of a fleet differ in few ways; who differs in more is weighed again. */
    private static final int COMBINATIONS_MAX = 1024;

    private final Map<RequirementId, Map<String, Standing>> weighed = new ConcurrentHashMap<>();
    private final Catalogue catalogue;
    private final Checks checks;
    private final Places places;
    private final Map<RequirementId, List<Link>> links;
    private final Map<RequirementId, Requirement> requirements = new HashMap<>();
    private final Map<String, List<RequirementId>> requirementsByCheck;
    private final Map<RequirementId, List<FactKey>> exclusionKeys = new HashMap<>();
    private final Map<RequirementId, List<FactKey>> waiverKeys = new HashMap<>();
    private final Map<FactKey, List<RequirementId>> conditioned = new HashMap<>();
    /** Most rows have no check: their verdict is the same for every device unless somebody decides otherwise. */
    private final Map<RequirementId, Verdict> withoutCheck = new HashMap<>();

    public Assessor(Catalogue catalogue, Checks checks) {
        this.catalogue = catalogue;
        this.checks = checks;
        this.places = new Places(catalogue, checks);
        this.links = new HashMap<>(catalogue.linksByRequirement());
        this.requirementsByCheck = new HashMap<>(catalogue.requirementsByCheck());
        catalogue.requirements().forEach(requirement -> {
            requirements.put(requirement.id(), requirement);
            conditionFact(requirement)
                    .ifPresent(key -> conditioned
                            .computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(requirement.id()));
            exclusionKeys.put(requirement.id(), exclusionKeys(requirement.id()));
            waiverKeys.put(requirement.id(), waiverKeys(requirement.id()));
            if (!links.containsKey(requirement.id())) {
                withoutCheck.put(requirement.id(), Assessment.of(requirement, List.of(), Optional.empty()));
            }
        });
    }

    /** The requirements that verdicts are about. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** The checks that verdicts rest on. */
    public Checks checks() {
        return checks;
    }

    Places places() {
        return places;
    }

    Optional<Requirement> requirement(RequirementId id) {
        return Optional.ofNullable(requirements.get(id));
    }

    /** Whether some check bears on this requirement. */
    boolean hasCheck(RequirementId id) {
        return links.containsKey(id);
    }

    /** The requirements that a finding of this check bears on. */
    List<RequirementId> linkedTo(String check) {
        return requirementsByCheck.getOrDefault(check, List.of());
    }

    /** All verdicts of {@code device} at {@code at}. */
    public Posture posture(FactRegister register, Subject device, Instant at) {
        Facts facts = register.view(device);
        Map<String, Finding> findings = findings(facts, at);
        Map<RequirementId, Verdict> verdicts = new TreeMap<>();
        for (Requirement requirement : catalogue.requirements()) {
            verdicts.put(requirement.id(), verdict(requirement, facts, each(findings), at));
        }
        return new Posture(device, at, verdicts);
    }

    /** The verdicts of every device at {@code at}, in order of id. */
    public List<Posture> fleet(FactRegister register, Instant at) {
        return register.devices().stream()
                .map(device -> posture(register, device, at))
                .toList();
    }

    /** Why the verdict of {@code device} on {@code requirement} is what it is at {@code at}. */
    public Derivation why(FactRegister register, Subject device, Requirement requirement, Instant at) {
        Facts facts = register.view(device);
        Map<String, Finding> findings = findings(facts, at);
        List<Branch> branches = branches(requirement.id(), each(findings));
        return new Derivation(
                device,
                at,
                requirement,
                verdict(requirement, facts, each(findings), at),
                decision(facts, requirement.id(), at),
                branches);
    }

    /** What every check finds. */
    Map<String, Finding> findings(Facts facts, Instant at) {
        Map<String, Finding> findings = new TreeMap<>();
        for (Check check : checks.all()) {
            findings.put(check.id(), Finding.of(check, facts, at));
        }
        return findings;
    }

    Verdict verdict(Requirement requirement, Facts facts, Function<String, Finding> findings, Instant at) {
        Verdict evidence = evidence(requirement, facts, findings);
        if (evidence.kind() == Verdict.Kind.NOT_APPLICABLE) {
            return evidence;
        }
        return waiver(facts, requirement.id(), at)
                .flatMap(known -> AssuranceFacts.waiver(known.value()))
                .<Verdict>map(waiver -> new Verdict.Waived(waiver, evidence))
                .orElse(evidence);
    }

    /**
     * How the verdict stands, without its sentences. Where nobody decided anything, kind and grade follow from the outcomes
     * and grades of the findings alone, so each combination of them is weighed once and not for every device.
     *
     * @param decided takes the whole verdict where a person's decision bears on it
     */
    Standing standing(
            Requirement requirement,
            Facts facts,
            Function<String, Finding> findings,
            Instant at,
            Consumer<Verdict> decided) {
        if (decidedOn(requirement, facts, at)) {
            Verdict verdict = verdict(requirement, facts, findings, at);
            decided.accept(verdict);
            return Standing.of(verdict);
        }
        List<Link> bearing = links.getOrDefault(requirement.id(), List.of());
        StringBuilder combination = new StringBuilder(bearing.size());
        for (Link link : bearing) {
            combination.append(findings.apply(link.check()).combination());
        }
        Map<String, Standing> known = weighed.computeIfAbsent(requirement.id(), _ -> new ConcurrentHashMap<>());
        String key = combination.toString();
        Standing before = known.get(key);
        if (before != null) {
            return before;
        }
        Standing standing = Standing.of(evidence(requirement, facts, findings));
        if (known.size() < COMBINATIONS_MAX) {
            known.put(key, standing);
        }
        return standing;
    }

    private boolean decidedOn(Requirement requirement, Facts facts, Instant at) {
        return exclusion(facts, requirement.id()).isPresent()
                || unconditioned(requirement, facts).isPresent()
                || waiver(facts, requirement.id(), at).isPresent();
    }

    private Verdict evidence(Requirement requirement, Facts facts, Function<String, Finding> findings) {
        Optional<Exclusion> exclusion = exclusion(facts, requirement.id()).or(() -> unconditioned(requirement, facts));
        Verdict constant = exclusion.isPresent() ? null : withoutCheck.get(requirement.id());
        return constant != null
                ? constant
                : Assessment.of(requirement, branches(requirement.id(), findings), exclusion);
    }

    /** The source asks only under a condition, and it is on record that the product does not meet it. */
    private static Optional<Exclusion> unconditioned(Requirement requirement, Facts facts) {
        return requirement
                .condition()
                .filter(condition -> conditionFact(requirement)
                        .flatMap(facts::latest)
                        .filter(known -> known.value().equals("no"))
                        .isPresent())
                .map(condition -> new Exclusion(
                        "the product's record",
                        "the source asks for it when " + condition.words() + ", and " + condition.fact() + " is no"));
    }

    /** The fact of the product that decides whether a row applies; empty when it always does, or a person decides. */
    static Optional<FactKey> conditionFact(Requirement requirement) {
        return requirement
                .condition()
                .map(Requirement.Condition::fact)
                .filter(fact -> !fact.equals("-"))
                .map(FactKey::product);
    }

    /** The rows whose applicability this fact decides. */
    List<RequirementId> conditionedBy(FactKey key) {
        return conditioned.getOrDefault(key, List.of());
    }

    private List<Branch> branches(RequirementId id, Function<String, Finding> findings) {
        return links.getOrDefault(id, List.of()).stream()
                .map(link -> branch(link, findings))
                .toList();
    }

    /** Findings that have all been made already. */
    static Function<String, Finding> each(Map<String, Finding> findings) {
        return check -> {
            Finding finding = findings.get(check);
            if (finding == null) {
                throw new IllegalStateException("no finding of " + check);
            }
            return finding;
        };
    }

    private Branch branch(Link link, Function<String, Finding> findings) {
        Check check = checks.get(link.check());
        Finding finding = findings.apply(link.check());
        return new Branch(link, check, finding);
    }

    /** Where decisions about this requirement may stand. */
    List<FactKey> decisionsOn(RequirementId id) {
        List<FactKey> all = new ArrayList<>(exclusionsOf(id));
        requirement(id).flatMap(Assessor::conditionFact).ifPresent(all::add);
        all.addAll(waiverKeys.getOrDefault(id, List.of()));
        return all;
    }

    /** The device's own waiver while it is in force, then its product's. */
    private Optional<Known> waiver(Facts facts, RequirementId id, Instant at) {
        for (FactKey key : waiverKeys.getOrDefault(id, List.of())) {
            Optional<Known> known = facts.latest(key);
            if (known.flatMap(k -> AssuranceFacts.waiver(k.value()))
                    .filter(waiver -> waiver.inForce(at))
                    .isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    /** The person's decision that the verdict rests on, when it rests on one. */
    private Optional<Known> decision(Facts facts, RequirementId id, Instant at) {
        return exclusionFact(facts, id)
                .filter(known -> AssuranceFacts.exclusion(known.value()).isPresent())
                .or(() -> requirement(id)
                        .filter(row -> unconditioned(row, facts).isPresent())
                        .flatMap(Assessor::conditionFact)
                        .flatMap(facts::latest))
                .or(() -> waiver(facts, id, at));
    }

    /** Where a decision that this requirement does not apply may stand, the narrowest first. */
    private List<FactKey> exclusionsOf(RequirementId id) {
        return exclusionKeys.getOrDefault(id, List.of());
    }

    private Optional<Exclusion> exclusion(Facts facts, RequirementId id) {
        return exclusionFact(facts, id).flatMap(known -> AssuranceFacts.exclusion(known.value()));
    }

    /** The narrowest decision wins: about the device, then its product, then the whole organisation. */
    private Optional<Known> exclusionFact(Facts facts, RequirementId id) {
        for (FactKey key : exclusionsOf(id)) {
            Optional<Known> known = facts.latest(key);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private static List<FactKey> exclusionKeys(RequirementId id) {
        String key = AssuranceFacts.exclusionKey(id);
        return List.of(FactKey.device(key), FactKey.product(key), FactKey.org(key));
    }

    private static List<FactKey> waiverKeys(RequirementId id) {
        String key = AssuranceFacts.waiverKey(id);
        return List.of(FactKey.device(key), FactKey.product(key));
    }
}
