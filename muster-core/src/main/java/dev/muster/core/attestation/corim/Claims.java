package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The appraisal claims set of one appraisal (§9.3.3.3): what was said of the attester, by whom. Grows only. */
public final class Claims {
    private final List<Ect> all = new ArrayList<>();

    Claims() {}

    /** Everything that is claimed; the order means nothing. */
    public List<Ect> all() {
        return List.copyOf(all);
    }

    Stream<Ect.Elements> elements() {
        return all.stream().filter(Ect.Elements.class::isInstance).map(Ect.Elements.class::cast);
    }

    Stream<Ect.Members> members() {
        return all.stream().filter(Ect.Members.class::isInstance).map(Ect.Members.class::cast);
    }

    /** Adds a claim, merged with one of the same environment, origin, authority and profile. Whether it says anything new. */
    boolean append(Ect claim) {
        for (int i = 0; i < all.size(); i++) {
            Optional<Ect> merged = merged(all.get(i), claim);
            if (merged.isPresent()) {
                return !merged.get().equals(all.set(i, merged.get()));
            }
        }
        return all.add(claim);
    }

    private static Optional<Ect> merged(Ect before, Ect claim) {
        boolean same = before.environment().equals(claim.environment())
                && before.authority().equals(claim.authority())
                && before.profile().equals(claim.profile());
        if (!same) {
            return Optional.empty();
        }
        if (before instanceof Ect.Elements one && claim instanceof Ect.Elements other) {
            return one.origin() == other.origin()
                    ? Merging.elements(one.elements(), other.elements()).map(one::with)
                    : Optional.empty();
        }
        if (before instanceof Ect.Members one && claim instanceof Ect.Members other) {
            return Optional.of(new Ect.Members(
                    one.environment(), union(one.members(), other.members()), one.authority(), one.profile()));
        }
        if (before instanceof Ect.Trustees one && claim instanceof Ect.Trustees other) {
            return Optional.of(new Ect.Trustees(
                    one.environment(), union(one.trustees(), other.trustees()), one.authority(), one.profile()));
        }
        return before.equals(claim) ? Optional.of(before) : Optional.empty();
    }

    private static List<Environment> union(List<Environment> one, List<Environment> other) {
        Set<Environment> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return List.copyOf(both);
    }

    /** Whether an environment is there: by evidence, or as a domain that was put together. */
    boolean exists(Environment wanted) {
        return all.stream()
                .filter(claim -> claim instanceof Ect.Members
                        || (claim instanceof Ect.Elements some && some.origin() == Ect.Origin.EVIDENCE))
                .anyMatch(claim -> wanted.covers(claim.environment()));
    }

    /** Whether somebody else than the attester has said the same of an environment: a provider of reference values. */
    public boolean corroborated(Environment environment) {
        return elements()
                .anyMatch(claim ->
                        claim.origin() == Ect.Origin.REFERENCE_VALUES && environment.covers(claim.environment()));
    }

    /** The elements that endorsers added. */
    public List<Measurement> endorsed() {
        return elements()
                .filter(claim -> claim.origin() == Ect.Origin.ENDORSEMENTS)
                .flatMap(claim -> claim.elements().stream())
                .toList();
    }
}
