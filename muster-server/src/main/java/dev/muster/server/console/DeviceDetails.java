package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.Fact;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The end of a device's page, closed until somebody asks: its requirements and every fact with how it is known. */
record DeviceDetails(Frame frame, DeviceSummary device, Instant now) {
    Html.Node facts() {
        List<Fact> sorted = device.facts().values().stream()
                .sorted(Comparator.comparing(Fact::key))
                .toList();
        return el(
                "section",
                attr("id", "facts"),
                el(
                        "details",
                        el("summary", sorted.size() + " facts, and how each is known"),
                        el(
                                "div",
                                attr("class", "rows"),
                                el(
                                        "table",
                                        head("Fact", "Value", "Grade", "Since", "From"),
                                        el("tbody", Html.each(sorted, this::fact))))));
    }

    private Html.Node fact(Fact fact) {
        return el(
                "tr",
                el("th", attr("scope", "row"), text(fact.key())),
                el("td", attr("class", "value"), attr("data-label", "Value"), text(fact.value())),
                el("td", attr("data-label", "Grade"), Shown.grade(fact)),
                el("td", attr("data-label", "Since"), Shown.time(fact.effectiveAt(), now)),
                el("td", attr("data-label", "From"), EntryPage.link(frame, fact.entry())));
    }

    /** Those that some evidence speaks to. */
    Html.Node requirements(List<PostureView.Line> posture) {
        if (posture.isEmpty()) {
            return Html.Node.NOTHING;
        }
        List<PostureView.Line> known = posture.stream()
                .filter(line ->
                        !line.verdict().equals("unknown") && !line.verdict().equals("not applicable"))
                .toList();
        long waived =
                known.stream().filter(line -> line.verdict().equals("waived")).count();
        return el(
                "section",
                attr("id", "requirements"),
                el(
                        "h2",
                        (known.size() - waived) + " of " + posture.size() + " requirements have evidence"
                                + (waived == 0 ? "" : ", " + waived + " waived")),
                el(
                        "details",
                        el("summary", "Which, and why"),
                        el(
                                "div",
                                attr("class", "rows"),
                                el(
                                        "table",
                                        head("Requirement", "Verdict", "Grade", "Why"),
                                        el("tbody", Html.each(known, this::requirement))))));
    }

    private Html.Node requirement(PostureView.Line line) {
        return el(
                "tr",
                el("th", attr("scope", "row"), el("a", attr("href", requirementPage(line.id())), text(line.id()))),
                el("td", attr("data-label", "Verdict"), Shown.badge(line.verdict())),
                el("td", attr("data-label", "Grade"), el("span", attr("class", "grade"), text(line.grade()))),
                el("td", attr("data-label", "Why"), text(line.reason())));
    }

    private String requirementPage(String id) {
        int slash = id.indexOf('/');
        return Address.of("/o/" + frame.org() + "/compliance/" + Address.segment(id.substring(0, slash)) + "/"
                        + Address.segment(id.substring(slash + 1)))
                .with("device", device.id())
                .with("asOf", frame.asOf().map(Instant::toString).orElse(""))
                .toString();
    }

    private static Html.Node head(String... columns) {
        return el("thead", el("tr", Html.each(List.of(columns), name -> el("th", attr("scope", "col"), text(name)))));
    }
}
