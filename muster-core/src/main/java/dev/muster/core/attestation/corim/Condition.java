package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.TypedBytes;
import java.util.List;

/**
 * What must be among the claims (§9.4: C-ECT).
 *
 * @param elements every one of these in one claim
 * @param authority every one of these keys among those of the claim
 */
public record Condition(Environment environment, List<Measurement> elements, List<TypedBytes> authority) {
    public Condition {
        elements = List.copyOf(elements);
        authority = List.copyOf(authority);
    }

    /** Whether a claim meets it, whatever its origin. */
    boolean meets(Ect.Elements claim) {
        return environment.covers(claim.environment())
                && Authority.within(authority, claim.authority())
                && elements.stream()
                        .allMatch(wanted -> claim.elements().stream().anyMatch(stated -> meets(wanted, stated)));
    }

    private static boolean meets(Measurement wanted, Measurement stated) {
        return wanted.key().equals(stated.key())
                && Comparison.of(wanted.values(), stated.values()).met();
    }
}
