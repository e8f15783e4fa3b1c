package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A directed graph of environments that must stay without cycles: of memberships, or of dependencies. */
final class Graph {
    private final Map<Environment, Set<Environment>> edges = new HashMap<>();

    /** Adds edges unless they would close a cycle; whether they were added. */
    boolean add(Environment from, List<Environment> to) {
        Set<Environment> reached = new HashSet<>(to);
        Deque<Environment> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Environment here = open.remove();
            if (here.equals(from)) {
                return false;
            }
            edges.getOrDefault(here, Set.of()).stream().filter(reached::add).forEach(open::add);
        }
        edges.computeIfAbsent(from, key -> new LinkedHashSet<>()).addAll(to);
        return true;
    }
}
