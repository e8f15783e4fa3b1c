package dev.muster.core.assurance;

import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A named person's decision to live without what a requirement asks, for a time. It is no evidence: what the evidence
 * says stays visible beside it, and nothing that answers breaches looks at it.
 *
 * @param by who decided; never empty
 * @param why the reason, for an auditor; never empty
 * @param until the first moment at which it counts no more
 */
public record Waiver(String by, String why, Instant until) {
    /** @throws IllegalArgumentException when nobody decided or no reason is given */
    public Waiver {
        if (by.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("a waiver names who and why");
        }
    }

    /** A waiver and what it is of. */
    public record Of(Subject subject, RequirementId requirement, Waiver waiver) {}

    /** All waivers that count at this time, by subject and requirement. */
    public static List<Of> inForce(FactRegister register, Instant at) {
        List<Of> all = new ArrayList<>();
        for (Known known : register.all()) {
            AssuranceFacts.waivedRequirement(known.fact().key())
                    .flatMap(id -> AssuranceFacts.waiver(known.value())
                            .map(waiver -> new Of(known.fact().subject(), id, waiver)))
                    .filter(of -> of.waiver().inForce(at))
                    .ifPresent(all::add);
        }
        all.sort(Comparator.comparing((Of of) -> of.subject().text()).thenComparing(Of::requirement));
        return all;
    }

    /** Whether it counts at this time. */
    public boolean inForce(Instant at) {
        return at.isBefore(until);
    }
}
