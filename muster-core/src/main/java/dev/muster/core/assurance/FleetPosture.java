package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every requirement over many devices at one time.
 *
 * @param at the time for which it holds
 * @param devices how many there are
 * @param verdicts by requirement
 */
public record FleetPosture(Instant at, int devices, Map<RequirementId, FleetVerdict> verdicts) {
    public FleetPosture {
        verdicts = Collections.unmodifiableMap(new TreeMap<>(verdicts));
    }

    /**
     * One source in numbers.
     *
     * @param source which
     * @param rows how many requirements it has
     * @param reachable how many of them facts could bear on at all
     * @param counts how many have which verdict
     * @param grades of those that are supported, wholly or partly: how many rest on which weakest grade
     */
    public record SourceSummary(
            Source source, int rows, int reachable, Map<Verdict.Kind, Integer> counts, Map<Grade, Integer> grades) {
        public SourceSummary {
            counts = Collections.unmodifiableMap(new EnumMap<>(counts));
            grades = Collections.unmodifiableMap(new EnumMap<>(grades));
        }
    }

    /** Draws the postures of several devices together; they were judged by {@code catalogue} at {@code at}. */
    public static FleetPosture of(Catalogue catalogue, Collection<Posture> postures, Instant at) {
        Map<RequirementId, FleetVerdict> verdicts = new TreeMap<>();
        for (Requirement requirement : catalogue.requirements()) {
            verdicts.put(requirement.id(), FleetVerdict.of(requirement.id(), postures));
        }
        return new FleetPosture(at, postures.size(), verdicts);
    }

    /** The sources in the catalogue's order. */
    public List<SourceSummary> sources(Catalogue catalogue) {
        List<SourceSummary> summaries = new ArrayList<>();
        for (Source source : catalogue.sources()) {
            Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
            Map<Grade, Integer> grades = new EnumMap<>(Grade.class);
            verdicts.forEach((id, verdict) -> {
                if (id.source().equals(source.id())) {
                    counts.merge(verdict.kind(), 1, Integer::sum);
                    if (verdict.kind() == Verdict.Kind.SUPPORTED || verdict.kind() == Verdict.Kind.PARTLY) {
                        verdict.weakest().ifPresent(grade -> grades.merge(grade, 1, Integer::sum));
                    }
                }
            });
            int rows = counts.values().stream().mapToInt(Integer::intValue).sum();
            int reachable = (int) catalogue.requirements().stream()
                    .filter(row -> row.id().source().equals(source.id()))
                    .filter(Requirement::mayRestOnFacts)
                    .count();
            summaries.add(new SourceSummary(source, rows, reachable, counts, grades));
        }
        return summaries;
    }
}
