package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Triple;
import java.util.ArrayList;
import java.util.List;

/** Circles of domains, found by walking. */
final class OracleGraph {
    private OracleGraph() {}

    /** Whether a walk from the domain over all edges, with those of one more, comes back to where it began. */
    static boolean circular(List<Triple.Domain> edges, Triple.Domain added) {
        List<Triple.Domain> all = new ArrayList<>(edges);
        all.add(added);
        return walk(all, added.domain(), added.domain(), new ArrayList<>());
    }

    private static boolean walk(List<Triple.Domain> all, Environment here, Environment goal, List<Environment> seen) {
        for (Triple.Domain edge : all) {
            if (edge.domain().equals(here)) {
                for (Environment next : edge.others()) {
                    if (next.equals(goal)) {
                        return true;
                    }
                    if (!seen.contains(next)) {
                        seen.add(next);
                        if (walk(all, next, goal, seen)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }
}
