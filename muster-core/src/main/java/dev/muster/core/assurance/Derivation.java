package dev.muster.core.assurance;

import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.List;

/**
 * Why a verdict is what it is: requirement, checks, facts, and the entries that the facts name.
 *
 * @param subject whom the verdict is about
 * @param at the time for which it holds
 * @param requirement the row
 * @param verdict the conclusion
 * @param branches the checks linked to it; empty when there are none
 */
public record Derivation(Subject subject, Instant at, Requirement requirement, Verdict verdict, List<Branch> branches) {
    public Derivation {
        branches = List.copyOf(branches);
    }

    /** Indexes of all entries that the verdict rests on, ascending, each once. */
    public List<Long> entries() {
        return branches.stream()
                .flatMap(branch -> branch.finding().facts().stream())
                .map(known -> known.fact().entry())
                .distinct()
                .sorted()
                .toList();
    }
}
