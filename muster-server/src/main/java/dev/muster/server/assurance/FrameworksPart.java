package dev.muster.server.assurance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Overlay;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Plot;
import dev.muster.server.web.Shown;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Frameworks that are told in rows of the catalogue, the seven properties over all devices, and what can be taken away. */
record FrameworksPart(Frame frame, FleetPosture fleet, Catalogue catalogue, List<Overlay> overlays) {
    private static final String PROPERTIES = "7P";

    Html.Node render() {
        return el("section", el("h2", "Told in these rows"), Html.each(overlays, this::card), properties(), exports());
    }

    private Html.Node card(Overlay overlay) {
        Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
        overlay.rows().forEach(row -> counts.merge(row.judge(fleet), 1, Integer::sum));
        return el(
                "article",
                attr("class", "card source"),
                el("h3", el("a", attr("href", export(name(overlay) + ".html")), text(overlay.title()))),
                bar(counts, overlay.rows().size()),
                el(
                        "p",
                        attr("class", "counts"),
                        Html.each(
                                List.copyOf(counts.entrySet()),
                                count -> el(
                                        "span",
                                        text(count.getValue() + " "),
                                        Shown.badge(count.getKey().words()),
                                        text(" ")))));
    }

    private static String name(Overlay overlay) {
        return overlay.id().toLowerCase(Locale.ROOT);
    }

    private String export(String name) {
        return "/api/v1/" + frame.org() + "/exports/" + Address.segment(name) + frame.query();
    }

    /** A bar for each property: how the devices stand by it. */
    private Html.Node properties() {
        List<Html.Node> rows = catalogue.requirements().stream()
                .filter(row -> row.id().source().equals(PROPERTIES))
                .flatMap(row ->
                        Optional.ofNullable(fleet.verdicts().get(row.id()))
                                .map(verdict -> property(row, verdict))
                                .stream())
                .toList();
        return el("section", el("h2", "The seven properties, over all devices"), Html.each(rows, row -> row));
    }

    private Html.Node property(Requirement row, FleetVerdict verdict) {
        return el(
                "article",
                attr("class", "card source"),
                el(
                        "h3",
                        el(
                                "a",
                                attr(
                                        "href",
                                        "/o/" + frame.org() + "/compliance/" + PROPERTIES + "/"
                                                + Address.segment(row.id().id()) + frame.query()),
                                text(row.id().id())),
                        text(" "),
                        Shown.badge(verdict.kind().words())),
                el("p", attr("class", "paraphrase"), text(row.paraphrase())),
                bar(verdict.devices(), fleet.devices()));
    }

    private static Html.Node bar(Map<Verdict.Kind, Integer> counts, int all) {
        return Plot.bar(
                List.of(
                        new Plot.Share("good", of(counts, Verdict.Kind.SUPPORTED)),
                        new Plot.Share("fair", of(counts, Verdict.Kind.PARTLY) + of(counts, Verdict.Kind.STALE)),
                        new Plot.Share("bad", of(counts, Verdict.Kind.NOT_SUPPORTED)),
                        new Plot.Share(
                                "plain",
                                of(counts, Verdict.Kind.UNKNOWN)
                                        + of(counts, Verdict.Kind.WAIVED)
                                        + of(counts, Verdict.Kind.NOT_APPLICABLE))),
                of(counts, Verdict.Kind.SUPPORTED) + " supported, " + of(counts, Verdict.Kind.PARTLY) + " partly, "
                        + of(counts, Verdict.Kind.NOT_SUPPORTED) + " not supported, of " + all);
    }

    private static long of(Map<Verdict.Kind, Integer> counts, Verdict.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    private Html.Node exports() {
        List<String> names = List.of(
                "etsi-ics.html",
                "etsi-ixit.html",
                "cra-technical-file.html",
                "assessment-results.json",
                "poam.json",
                "catalog.json");
        return el(
                "section",
                el("h2", "To take away"),
                el(
                        "ul",
                        Html.each(names, name -> el("li", el("a", attr("href", export(name)), text(name)))),
                        el(
                                "li",
                                el(
                                        "a",
                                        attr("href", "/api/v1/" + frame.org() + "/pack" + frame.query()),
                                        text("audit pack"))),
                        el("li", text("all of them, also as CSV: muster export"))));
    }
}
