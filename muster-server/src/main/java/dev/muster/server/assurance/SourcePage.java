package dev.muster.server.assurance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Source;
import dev.muster.core.assurance.Verdict;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One framework: its requirements with what the evidence of all devices says together. */
record SourcePage(Frame frame, Source source, Catalogue catalogue, FleetPosture fleet) {
    private record Line(Requirement row, FleetVerdict verdict) {}

    /**
     * Its page.
     *
     * @param chart what is drawn above the rows, on the page at this address
     * @param words somewhere in the id or the paraphrase; empty for all
     * @param only requirements with this verdict; empty for all
     */
    String render(Function<Address, Html.Node> chart, String words, Optional<Verdict.Kind> only, Rows.Wanted wanted) {
        String path = "/o/" + frame.org() + "/compliance";
        Address here = Address.of(path + "/" + Address.segment(source.id()))
                .with("q", words)
                .with("verdict", only.map(Verdict.Kind::words).orElse(""))
                .with("asOf", frame.asOf().map(Object::toString).orElse(""));
        String small = words.toLowerCase(Locale.ROOT);
        Rows<Line> rows = Rows.of(
                lines(),
                line -> only.map(kind -> line.verdict().kind() == kind).orElse(true)
                        && (line.row().id().id() + " " + line.row().paraphrase())
                                .toLowerCase(Locale.ROOT)
                                .contains(small),
                Map.of(
                        "verdict",
                        Comparator.comparing((Line line) -> line.verdict().kind())));
        return frame.render(
                el(
                        "nav",
                        attr("aria-label", "Path"),
                        el("a", attr("href", path + frame.query()), text("All frameworks"))),
                el("h1", source.title()),
                chart.apply(here),
                search(here, words, only),
                table().render(here, wanted, rows.of(wanted)));
    }

    private List<Line> lines() {
        return catalogue.requirements().stream()
                .filter(row -> row.id().source().equals(source.id()))
                .flatMap(row ->
                        Optional.ofNullable(fleet.verdicts().get(row.id()))
                                .map(verdict -> new Line(row, verdict))
                                .stream())
                .toList();
    }

    private Html.Node search(Address here, String words, Optional<Verdict.Kind> only) {
        return el(
                "form",
                attr("class", "filter"),
                attr("method", "get"),
                el("label", attr("for", "q"), text("Find")),
                el(
                        "input",
                        attr("id", "q"),
                        attr("name", "q"),
                        attr("type", "search"),
                        attr("value", words),
                        attr("placeholder", "id or words")),
                here.hidden("q"),
                el("button", "Find"),
                only.isEmpty()
                        ? Html.Node.NOTHING
                        : el(
                                "a",
                                attr("href", here.with("verdict", "").toString()),
                                text("Show all (now only " + only.get().words() + ")")));
    }

    private Table<Line> table() {
        return new Table<>(
                "Requirements in the order of the source, in our own words",
                List.of(
                        new Table.Column<>(
                                "Requirement",
                                "",
                                line -> el(
                                        "span",
                                        el(
                                                "a",
                                                attr("href", address(line.row())),
                                                text(line.row().id().id())),
                                        el(
                                                "p",
                                                attr("class", "paraphrase"),
                                                text(line.row().paraphrase())))),
                        new Table.Column<>(
                                "Verdict",
                                "verdict",
                                line -> Shown.badge(line.verdict().kind().words())),
                        new Table.Column<>(
                                "Weakest grade",
                                "",
                                line -> text(line.verdict()
                                        .weakest()
                                        .map(SourcesPage::word)
                                        .orElse(""))),
                        new Table.Column<>("Devices", "", line -> devices(line.verdict())),
                        new Table.Column<>(
                                "Duty of",
                                "",
                                line -> text(line.row().duty().name().toLowerCase(Locale.ROOT)))));
    }

    private String address(Requirement row) {
        return "/o/" + frame.org() + "/compliance/" + Address.segment(source.id()) + "/"
                + Address.segment(row.id().id()) + frame.query();
    }

    private static Html.Node devices(FleetVerdict verdict) {
        return text(RequirementPage.counts(verdict));
    }
}
