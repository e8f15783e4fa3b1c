package dev.muster.core.attestation;

import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.ear.TrustVector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What evidence came to.
 *
 * @param status never better than the worst claim
 * @param vector what is claimed, by category
 * @param reasons why, the decisive one first
 * @param match the reference value that agrees
 * @param nearest the release that the differences are taken from
 * @param differences at most {@link Appraiser#MAX_DIFFERENCES}
 * @param differencesTotal how many there are
 * @param skipped what was not looked at, one sentence each: it is not part of the status
 * @param referenceSet id of the set that was used
 * @param policy id of the policy that was used
 */
public record Appraisal(
        TrustTier status,
        TrustVector vector,
        List<Reason> reasons,
        Optional<Match> match,
        Optional<Match> nearest,
        List<Difference> differences,
        int differencesTotal,
        List<String> skipped,
        String referenceSet,
        String policy) {
    public Appraisal {
        reasons = List.copyOf(reasons);
        differences = List.copyOf(differences);
        skipped = List.copyOf(skipped);
    }

    /** This appraisal with that of a part: what is worse counts, and only both together agree with anything. */
    Appraisal with(String name, Appraisal part) {
        Map<TrustCategory, Integer> claims = new EnumMap<>(TrustCategory.class);
        claims.putAll(vector.claims());
        part.vector.claims().forEach((category, claim) -> claims.merge(category, claim, Appraisal::worse));
        List<Reason> all = new ArrayList<>(reasons);
        all.addFirst(part.reasons.getFirst().about(name));
        if (part.match.isPresent()) {
            all.add(all.removeFirst());
        }
        List<Difference> both = new ArrayList<>(differences);
        part.differences.forEach(one -> both.add(new Difference(name + " " + one.path(), one.expected(), one.found())));
        boolean agree = match.isPresent() && part.match.isPresent();
        return new Appraisal(
                status.worst(part.status),
                new TrustVector(claims),
                all,
                agree ? match : Optional.empty(),
                agree ? Optional.empty() : part.nearest.or(() -> nearest).or(() -> match),
                both.subList(0, Math.min(both.size(), Appraiser.MAX_DIFFERENCES)),
                differencesTotal + part.differencesTotal,
                skipped,
                referenceSet,
                policy);
    }

    /**
     * This appraisal with what endorsements add: they are told, and never make it better.
     *
     * @param open each makes it a warning at best
     */
    Appraisal withPhases(List<Reason> told, List<Reason> open) {
        List<Reason> all = new ArrayList<>(reasons);
        if (status == TrustTier.AFFIRMING) {
            all.addAll(0, open);
        } else {
            all.addAll(open);
        }
        all.addAll(told);
        return told(open.isEmpty() ? status : status.worst(TrustTier.WARNING), vector, all);
    }

    /** This appraisal of a device that shows a release which it had left: told first, and never affirmed. */
    Appraisal wentBack(Reason reason) {
        List<Reason> all = new ArrayList<>(reasons);
        all.addFirst(reason);
        return told(status.worst(TrustTier.WARNING), vector, all);
    }

    /** The same with what is known of the files that were used: told first when it makes the result worse. */
    Appraisal with(Running running) {
        Map<TrustCategory, Integer> claims = new EnumMap<>(TrustCategory.class);
        claims.putAll(vector.claims());
        running.claim().ifPresent(claim -> claims.put(TrustCategory.FILE_SYSTEM, claim));
        TrustTier decided = status.worst(running.atBest());
        List<Reason> all = new ArrayList<>(reasons);
        all.add(status == decided ? all.size() : 0, running.reason());
        return told(decided, new TrustVector(claims), all);
    }

    /** The same with one more reason behind the others. */
    Appraisal because(Optional<Reason> reason) {
        return reason.map(one -> under(status, List.of(one), policy)).orElse(this);
    }

    /** This appraisal after rules of the organisation: what they did stands first when they decided. */
    Appraisal under(TrustTier decided, List<Reason> told, String rules) {
        List<Reason> all = new ArrayList<>(reasons);
        all.addAll(decided == status ? all.size() : 0, told);
        return new Appraisal(
                decided, vector, all, match, nearest, differences, differencesTotal, skipped, referenceSet, rules);
    }

    private Appraisal told(TrustTier decided, TrustVector claims, List<Reason> all) {
        return new Appraisal(
                decided, claims, all, match, nearest, differences, differencesTotal, skipped, referenceSet, policy);
    }

    /** The claim of the worse tier; of one tier that which claims less. */
    private static int worse(int one, int other) {
        TrustTier first = TrustTier.ofClaim(one);
        TrustTier second = TrustTier.ofClaim(other);
        boolean oneClaimsNothing = (first == TrustTier.NONE) != (second == TrustTier.NONE);
        if (oneClaimsNothing && first.worst(second) == TrustTier.AFFIRMING) {
            return first == TrustTier.NONE ? one : other;
        }
        return first.compareTo(second) >= 0 ? one : other;
    }
}
