package dev.muster.core.assurance;

import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a verdict is what it is: requirement, checks, facts, and the entries that the facts name.
 *
 * @param subject whom the verdict is about
 * @param at the time for which it holds
 * @param requirement the row
 * @param verdict the conclusion
 * @param decision the person's decision that it rests on: not applicable, or waived
 * @param branches the checks linked to it; empty when there are none
 */
public record Derivation(
        Subject subject,
        Instant at,
        Requirement requirement,
        Verdict verdict,
        Optional<Known> decision,
        List<Branch> branches) {
    public Derivation {
        branches = List.copyOf(branches);
    }

    /** Indexes of all entries that the verdict rests on, ascending, each once. */
    public List<Long> entries() {
        return Stream.concat(decision.stream(), branches.stream().flatMap(branch -> branch.finding().facts().stream()))
                .map(known -> known.fact().entry())
                .distinct()
                .sorted()
                .toList();
    }
}
