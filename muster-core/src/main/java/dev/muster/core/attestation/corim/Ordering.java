package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts relations so that each comes after those that may add what it asks for (§9.3.5.1). Of those that could come next the
 * first stays first; where they depend on one another, the first of them comes next.
 */
final class Ordering {
    private Ordering() {}

    static List<Relation> of(List<Relation> relations) {
        List<Set<Integer>> after = new ArrayList<>();
        int[] waiting = new int[relations.size()];
        Map<Environment, Set<Integer>> askers = askers(relations);
        Set<Integer> shapes = new HashSet<>();
        askers.keySet().forEach(environment -> shapes.add(environment.shape()));
        for (int i = 0; i < waiting.length; i++) {
            Set<Integer> followers = new HashSet<>();
            for (Environment given : relations.get(i).gives()) {
                for (int shape : shapes) {
                    followers.addAll(given.project(shape).map(askers::get).orElse(Set.of()));
                }
            }
            followers.remove(i);
            followers.forEach(follower -> waiting[follower]++);
            after.add(followers);
        }
        return sorted(relations, after, waiting);
    }

    private static Map<Environment, Set<Integer>> askers(List<Relation> relations) {
        Map<Environment, Set<Integer>> askers = new HashMap<>();
        for (int i = 0; i < relations.size(); i++) {
            for (Environment asked : relations.get(i).asks()) {
                askers.computeIfAbsent(asked, key -> new HashSet<>()).add(i);
            }
        }
        return askers;
    }

    private static List<Relation> sorted(List<Relation> relations, List<Set<Integer>> after, int[] waiting) {
        List<Relation> sorted = new ArrayList<>();
        boolean[] done = new boolean[waiting.length];
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        int first = 0;
        while (sorted.size() < waiting.length) {
            while (first < waiting.length && done[first]) {
                first++;
            }
            int next = ready.isEmpty() ? first : ready.remove();
            if (done[next]) {
                continue;
            }
            done[next] = true;
            sorted.add(relations.get(next));
            for (int follower : after.get(next)) {
                if (--waiting[follower] == 0 && !done[follower]) {
                    ready.add(follower);
                }
            }
        }
        return sorted;
    }
}
