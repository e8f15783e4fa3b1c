package dev.muster.server.assurance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.assurance.Branch;
import dev.muster.core.assurance.Derivation;
import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One requirement: what it asks, how the fleet stands, and for one device the checks, facts and entries behind its verdict.
 */
record RequirementPage(
        Frame frame,
        Requirement row,
        FleetVerdict verdict,
        Optional<Derivation> why,
        Instant now,
        Html.Node crosswalk) {
    /** Its page, with the devices of one verdict. */
    String render(Verdict.Kind kind, Rows.Wanted wanted, Rows.Slice<Subject> devices) {
        return frame.render(
                el(
                        "nav",
                        attr("aria-label", "Path"),
                        el("a", attr("href", place() + frame.query()), text("All frameworks")),
                        text(" "),
                        el(
                                "a",
                                attr(
                                        "href",
                                        place() + "/" + Address.segment(row.id().source()) + frame.query()),
                                text(row.id().source()))),
                el("h1", text(row.id().text() + " "), Shown.badge(verdict.kind().words())),
                el("p", row.paraphrase()),
                asked(),
                why.map(this::derivation).orElse(el("p", "No device has been judged by it.")),
                crosswalk,
                el(
                        "section",
                        el("h2", "Devices: " + counts(verdict)),
                        el("p", attr("class", "counts"), Html.each(kinds(), one -> choice(one, kind))),
                        table().render(here().with("verdict", kind.words()), wanted, devices)));
    }

    /** How many devices have which verdict, in words. */
    static String counts(FleetVerdict verdict) {
        String words = Arrays.stream(Verdict.Kind.values())
                .filter(kind -> verdict.devices().getOrDefault(kind, 0) > 0)
                .map(kind -> verdict.devices().get(kind) + " " + kind.words())
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "none" : words;
    }

    private String place() {
        return "/o/" + frame.org() + "/compliance";
    }

    private Address here() {
        return Address.of(place() + "/" + Address.segment(row.id().source()) + "/"
                        + Address.segment(row.id().id()))
                .with("asOf", frame.asOf().map(Instant::toString).orElse(""));
    }

    private List<Verdict.Kind> kinds() {
        return Arrays.stream(Verdict.Kind.values())
                .filter(kind -> verdict.devices().getOrDefault(kind, 0) > 0)
                .toList();
    }

    private Html.Node choice(Verdict.Kind one, Verdict.Kind shown) {
        return el(
                "a",
                attr("class", "plain"),
                attr("href", here().with("verdict", one.words()).toString()),
                attr("aria-current", one == shown ? "true" : "false"),
                Shown.badge(one.words()),
                text(" "));
    }

    private Html.Node asked() {
        return el(
                "dl",
                attr("class", "about"),
                about("Whose duty", row.duty().name().toLowerCase(Locale.ROOT)),
                about("How strongly", row.modality().name().toLowerCase(Locale.ROOT)),
                about("When", row.condition().map(Requirement.Condition::words).orElse("always")),
                about("Technologies it names", row.technologies().equals("-") ? "none" : row.technologies()),
                about(
                        "Asked to see it met",
                        row.acceptance().equals("-") ? "not said by the source" : row.acceptance()));
    }

    private static Html.Node about(String name, String value) {
        return el("div", el("dt", name), el("dd", value));
    }

    private Html.Node derivation(Derivation derivation) {
        Verdict one = derivation.verdict();
        return el(
                "section",
                attr("class", "panel " + tone(one.kind())),
                el(
                        "h2",
                        text("Why, for "),
                        el(
                                "a",
                                attr("href", device(derivation.subject())),
                                text(derivation.subject().id())),
                        text(": "),
                        Shown.badge(one.kind().words())),
                el("ul", Html.each(one.reasons(), reason -> el("li", reason))),
                one.wouldRaise().isEmpty()
                        ? Html.Node.NOTHING
                        : el(
                                "div",
                                el("h3", "What would raise it"),
                                el("ul", Html.each(one.wouldRaise(), step -> el("li", step)))),
                derivation.decision().map(this::fact).orElse(Html.Node.NOTHING),
                Html.each(derivation.branches(), this::branch));
    }

    private static String tone(Verdict.Kind kind) {
        return switch (kind) {
            case SUPPORTED -> "good";
            case NOT_SUPPORTED -> "bad";
            case PARTLY, STALE -> "fair";
            default -> "plain";
        };
    }

    private Html.Node branch(Branch branch) {
        String covers = switch (branch.link().sufficiency()) {
            case FULL -> "answers it alone";
            case PARTIAL -> "answers a part of it";
            case AGAINST -> "can only speak against it";
        };
        return el(
                "details",
                el(
                        "summary",
                        branch.check().id() + ": "
                                + branch.finding().outcome().name().toLowerCase(Locale.ROOT) + ", " + covers),
                el("p", branch.check().statement()),
                el("p", branch.finding().reason() + "."),
                el(
                        "p",
                        "Counts when it is " + branch.link().counts().name().toLowerCase(Locale.ROOT)
                                + " or better; fresh for " + branch.link().age() + "; broken by "
                                + branch.link().breaks() + "."),
                branch.link().note().isEmpty()
                        ? Html.Node.NOTHING
                        : el("p", branch.link().note()),
                el("ul", Html.each(branch.finding().facts(), known -> el("li", fact(known)))),
                el("p", attr("class", "next"), text(branch.check().remedy())));
    }

    private Html.Node fact(Known known) {
        return el(
                "span",
                text(known.fact().key() + " = " + known.value() + " ("),
                Shown.grade(known.fact()),
                text(", "),
                Shown.time(known.fact().effectiveAt(), now),
                text(") "),
                el(
                        "a",
                        attr(
                                "href",
                                "/o/" + frame.org() + "/entries/" + known.fact().entry()),
                        text("entry " + known.fact().entry())));
    }

    private String device(Subject subject) {
        return "/o/" + frame.org() + "/devices/" + Address.segment(subject.id()) + frame.query();
    }

    private Table<Subject> table() {
        return new Table<>(
                "Devices with this verdict",
                List.of(
                        new Table.Column<>("Device", "", one -> el("a", attr("href", device(one)), text(one.id()))),
                        new Table.Column<>(
                                "Why",
                                "",
                                one -> el(
                                        "a",
                                        attr(
                                                "href",
                                                here().with("device", one.id()).toString()),
                                        text("checks, facts and entries")))));
    }
}
