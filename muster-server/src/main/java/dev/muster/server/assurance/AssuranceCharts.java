package dev.muster.server.assurance;

import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.ledger.Grade;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.Levels;
import dev.muster.server.facts.Past;
import dev.muster.server.http.Request;
import dev.muster.server.web.Address;
import dev.muster.server.web.Chart;
import dev.muster.server.web.Html;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What speaks against requirements as time goes by, and what rests on how good a proof. */
record AssuranceCharts(Database database, FleetPosture fleet, Request request, Optional<Instant> asOf, Instant now) {
    private static final String FAILING = "failing";

    /** @param source of the catalogue; empty for all of them */
    Html.Node failing(Optional<String> source, Address here) {
        String title = "Failing, over time";
        String series = source.map(Failing::of).orElse(Failing.ALL);
        return database.read(tx -> {
            Past past = Past.of(new Levels(tx, request.org()), List.of(Failing.ALL), request, now, asOf.isEmpty());
            if (past.empty()) {
                return Chart.empty(FAILING, title, "No verdict of a device is on record yet.");
            }
            List<Long> levels = asOf.isPresent() ? past.levels(series, against(source)) : past.levels(series);
            Chart chart = new Chart(
                    FAILING,
                    title,
                    "Evidence speaks against a requirement for a device in " + Chart.number(levels.getLast())
                            + " cases at the end, " + Chart.number(levels.getFirst()) + " at the beginning.",
                    past.points(),
                    List.of(new Chart.Line("devices × requirements", "bad", levels)));
            return Html.el("div", past.span().links(here), chart.areas());
        });
    }

    private long against(Optional<String> source) {
        return verdicts(source.isEmpty() ? _ -> true : source.get()::equals)
                .mapToLong(verdict -> verdict.devices().getOrDefault(Verdict.Kind.NOT_SUPPORTED, 0))
                .sum();
    }

    private Stream<FleetVerdict> verdicts(Predicate<String> source) {
        return fleet.verdicts().entrySet().stream()
                .filter(one -> source.test(one.getKey().source()))
                .map(Map.Entry::getValue);
    }

    /** Of what is supported, wholly or in part: the weakest proof behind each. */
    Html.Node grades() {
        Map<Grade, Long> counts = new EnumMap<>(Grade.class);
        verdicts(_ -> true)
                .filter(verdict -> verdict.kind() == Verdict.Kind.SUPPORTED || verdict.kind() == Verdict.Kind.PARTLY)
                .forEach(verdict -> verdict.weakest().ifPresent(grade -> counts.merge(grade, 1L, Long::sum)));
        String title = "What support rests on";
        if (counts.isEmpty()) {
            return Chart.empty("grades", title, "Nothing is supported yet.");
        }
        List<Grade> grades = List.of(Grade.values());
        List<Chart.Line> lines = IntStream.range(0, grades.size())
                .mapToObj(i -> new Chart.Line(
                        SourcesPage.word(grades.get(i)),
                        "grade" + (i + 1),
                        List.of(counts.getOrDefault(grades.get(i), 0L))))
                .toList();
        return new Chart(
                        "grades",
                        title,
                        "The weakest proof behind each requirement that is supported, wholly or in part: "
                                + lines.stream()
                                        .map(line -> line.values().getFirst() + " " + line.name())
                                        .collect(Collectors.joining(", "))
                                + ".",
                        List.of(""),
                        lines)
                .shares();
    }
}
