package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Triple;
import java.util.ArrayList;
import java.util.List;

/** The order of endorsements (§9.3.5.1), found by trying all against all. */
final class OracleOrder {
    private OracleOrder() {}

    static List<Environment> asks(Oracle.Said said) {
        return switch (said.triple()) {
            case Triple.Endorsed endorsed -> List.of(endorsed.environment());
            case Triple.Conditional conditional ->
                conditional.conditions().stream().map(Triple.State::environment).toList();
            case Triple.Series series -> List.of(series.common().environment());
            default -> List.of();
        };
    }

    private static List<Environment> gives(Oracle.Said said) {
        return switch (said.triple()) {
            case Triple.Endorsed endorsed -> List.of(endorsed.environment());
            case Triple.Conditional conditional ->
                conditional.endorsements().stream()
                        .map(Triple.Endorsed::environment)
                        .toList();
            case Triple.Series series -> List.of(series.common().environment());
            default -> List.of();
        };
    }

    /** Next is the first that waits for nobody else; where all wait, the first. */
    static List<Oracle.Said> sorted(List<Oracle.Said> all) {
        List<Oracle.Said> open = new ArrayList<>(all);
        List<Oracle.Said> sorted = new ArrayList<>();
        while (!open.isEmpty()) {
            Oracle.Said next = open.getFirst();
            for (Oracle.Said candidate : open) {
                if (open.stream().noneMatch(other -> !other.equals(candidate) && before(other, candidate))) {
                    next = candidate;
                    break;
                }
            }
            Oracle.Said taken = next;
            open.removeIf(one -> one.equals(taken));
            sorted.add(next);
        }
        return sorted;
    }

    private static boolean before(Oracle.Said one, Oracle.Said other) {
        return gives(one).stream().anyMatch(given -> asks(other).stream().anyMatch(asked -> asked.covers(given)));
    }
}
