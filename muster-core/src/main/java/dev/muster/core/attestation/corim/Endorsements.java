package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The staging area of all tags, compiled: what can have a part in an appraisal is found by environment, never by a walk
 * over everything. Built once, then only read.
 */
public final class Endorsements {
    /** Environments that one appraisal may reach; a chain of endorsements is short, a longer one is made to be slow. */
    private static final int MAX_REACHED = 4_096;

    private final Map<Environment, List<Numbered>> byCondition = new HashMap<>();
    private final Set<Integer> shapes = new TreeSet<>();
    /** Environments that more is said of than which keys they have, and the shapes of those. */
    private final Set<Environment> told = new HashSet<>();

    private final Set<Integer> toldShapes = new TreeSet<>();
    private int size;

    /** A relation and its place: where the order means something, it is that in which tags came. */
    private record Numbered(int number, Relation relation) {}

    public void add(Relation relation) {
        Numbered numbered = new Numbered(size++, relation);
        for (Environment asked : new HashSet<>(relation.asks())) {
            byCondition.computeIfAbsent(asked, key -> new ArrayList<>()).add(numbered);
            shapes.add(asked.shape());
            if (!(relation instanceof Relation.Keys)) {
                told.add(asked);
                toldShapes.add(asked.shape());
            }
        }
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Whether any triple but those of keys, which add nothing that is judged, asks for an environment that covers this. */
    public boolean concerns(Environment stated) {
        for (int shape : toldShapes) {
            if (stated.project(shape).filter(told::contains).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** What may have a part when these environments are in evidence, and what the additions of those may reach in turn. */
    public List<Relation> reached(List<Environment> evidence, Instant now) {
        SortedMap<Integer, Relation> found = new TreeMap<>();
        Set<Environment> known = new HashSet<>(evidence);
        Deque<Environment> open = new ArrayDeque<>(known);
        while (!open.isEmpty() && known.size() <= MAX_REACHED) {
            Environment here = open.remove();
            for (int shape : shapes) {
                for (Numbered one : here.project(shape).map(byCondition::get).orElse(List.of())) {
                    Relation relation = one.relation();
                    if (relation.source().validAt(now) && found.put(one.number(), relation) == null) {
                        relation.gives().stream().filter(known::add).forEach(open::add);
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }
}
