package dev.muster.server.assurance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.ledger.Grade;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Plot;
import dev.muster.server.web.Shown;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every framework of the catalogue in one line, and what somebody decided to live without. */
record SourcesPage(
        Frame frame,
        Html.Node charts,
        FleetPosture fleet,
        Catalogue catalogue,
        List<Waiver.Of> waivers,
        Html.Node frameworks) {
    /** More waivers than a person reads; all of them are in a pack. */
    private static final int WAIVERS_SHOWN = 100;

    String render() {
        return frame.render(el("h1", sentence()), charts, sources(), frameworks, waived());
    }

    private String sentence() {
        long supported = fleet.verdicts().values().stream()
                .filter(verdict -> verdict.kind() == Verdict.Kind.SUPPORTED || verdict.kind() == Verdict.Kind.PARTLY)
                .count();
        long against = fleet.verdicts().values().stream()
                .filter(verdict -> verdict.kind() == Verdict.Kind.NOT_SUPPORTED)
                .count();
        return "Evidence supports " + supported + " of " + fleet.verdicts().size()
                + " requirements, wholly or in part; "
                + (against == 0 ? "it speaks against none" : "it speaks against " + against);
    }

    private Html.Node sources() {
        return el(
                "section",
                Html.each(
                        fleet.sources(catalogue),
                        summary -> el(
                                "article",
                                attr("class", "card source"),
                                el(
                                        "h2",
                                        el(
                                                "a",
                                                attr(
                                                        "href",
                                                        address(summary.source().id())),
                                                text(summary.source().title()))),
                                bar(summary),
                                el(
                                        "p",
                                        attr("class", "counts"),
                                        Html.each(List.of(Verdict.Kind.values()), kind -> count(summary, kind))),
                                grades(summary))));
    }

    private String address(String source) {
        return "/o/" + frame.org() + "/compliance/" + Address.segment(source) + frame.query();
    }

    private static Html.Node bar(FleetPosture.SourceSummary summary) {
        return Plot.bar(
                List.of(
                        new Plot.Share("good", of(summary, Verdict.Kind.SUPPORTED)),
                        new Plot.Share("fair", of(summary, Verdict.Kind.PARTLY) + of(summary, Verdict.Kind.STALE)),
                        new Plot.Share("bad", of(summary, Verdict.Kind.NOT_SUPPORTED)),
                        new Plot.Share(
                                "plain",
                                of(summary, Verdict.Kind.UNKNOWN)
                                        + of(summary, Verdict.Kind.WAIVED)
                                        + of(summary, Verdict.Kind.NOT_APPLICABLE))),
                of(summary, Verdict.Kind.SUPPORTED) + " supported, " + of(summary, Verdict.Kind.PARTLY) + " partly, "
                        + of(summary, Verdict.Kind.NOT_SUPPORTED) + " not supported, of " + summary.rows());
    }

    private static long of(FleetPosture.SourceSummary summary, Verdict.Kind kind) {
        return summary.counts().getOrDefault(kind, 0);
    }

    private Html.Node count(FleetPosture.SourceSummary summary, Verdict.Kind kind) {
        long count = of(summary, kind);
        if (count == 0) {
            return Html.Node.NOTHING;
        }
        Address there = Address.of("/o/" + frame.org() + "/compliance/"
                        + Address.segment(summary.source().id()))
                .with("verdict", kind.words())
                .with("asOf", frame.asOf().map(Object::toString).orElse(""));
        return el(
                "a",
                attr("class", "plain"),
                attr("href", there.toString()),
                text(count + " "),
                Shown.badge(kind.words()),
                text(" "));
    }

    private static Html.Node grades(FleetPosture.SourceSummary summary) {
        String words = summary.grades().entrySet().stream()
                .map(grade -> grade.getValue() + " " + word(grade.getKey()))
                .collect(Collectors.joining(", "));
        return words.isEmpty()
                ? Html.Node.NOTHING
                : el("p", attr("class", "grade"), text("Weakest grade behind each: " + words));
    }

    static String word(Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT);
    }

    private Html.Node waived() {
        if (waivers.isEmpty()) {
            return Html.Node.NOTHING;
        }
        List<Waiver.Of> shown = waivers.subList(0, Math.min(WAIVERS_SHOWN, waivers.size()));
        return el(
                "section",
                el("h2", waivers.size() + (waivers.size() == 1 ? " waiver" : " waivers") + " in force"),
                el(
                        "ul",
                        Html.each(
                                shown,
                                of -> el(
                                        "li",
                                        text(of.requirement().text() + " of "
                                                + of.subject().text() + ", by "
                                                + of.waiver().by() + ": "
                                                + of.waiver().why() + ". Until "
                                                + Shown.exact(of.waiver().until()))))));
    }
}
