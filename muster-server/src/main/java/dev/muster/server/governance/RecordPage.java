package dev.muster.server.governance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Field;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Timer;
import dev.muster.core.governance.Transition;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One record: where it stands, its clocks, what it keeps, what may come next, and what was done.
 *
 * @param made the newest steps; all of them are in the ledger
 */
record RecordPage(Frame frame, Machine machine, Instance record, List<StepMade> made, Instant now) {

    /** Fields that hold the digest of what a device signed: after which step, and where the bytes are. */
    private static final Map<String, Map<String, String>> SIGNED = Map.of(
            "session transcript", Map.of("record", "record"),
            "custody proof", Map.of("wipe", "proof", "wipe-incomplete", "proof"));

    String render() {
        return frame.render(
                el("h1", machine.title() + " " + record.id() + " is " + record.state()),
                el("p", Shown.badge(record.state()), text(" since "), Shown.time(record.since(), now)),
                el("p", attr("class", "outcome"), attr("role", "status")),
                clocks(),
                frame.asOf().isPresent() ? Html.Node.NOTHING : next(),
                fields(),
                record.machine().equals("document") ? Readers.table(made, now) : Html.Node.NOTHING,
                steps());
    }

    private Html.Node clocks() {
        List<Html.Node> running = machine.timers().stream()
                .flatMap(timer -> timer.due(record).stream().map(at -> clock(timer, at)))
                .toList();
        return running.isEmpty()
                ? Html.Node.NOTHING
                : el("section", el("h2", "Clocks"), el("ul", attr("class", "due"), Html.all(running)));
    }

    private Html.Node clock(Timer timer, Instant at) {
        Duration left = Duration.between(now, at);
        String words = left.isNegative()
                ? "over since " + Shown.exact(at)
                : left.toHours() + " h " + left.toMinutesPart() + " min left, until " + Shown.exact(at);
        return el("li", el("time", attr("datetime", at.toString()), text(words)), text(": then " + timer.meaning()));
    }

    private Html.Node next() {
        List<Transition> open = machine.transitions().stream()
                .filter(t -> t.from().contains(record.state()))
                .filter(t -> !t.role().equals(Transition.SYSTEM) && !t.role().equals(Transition.DEVICE))
                .toList();
        return el(
                "section",
                el("h2", open.isEmpty() ? "This is its end, or what follows comes by itself" : "What may come next"),
                el("div", attr("class", "forms"), Html.each(open, this::form)));
    }

    private Html.Node form(Transition transition) {
        String apart =
                transition.apart().isEmpty() ? "" : " Not by who did " + String.join(" or ", transition.apart()) + ".";
        List<Field> needs = fields(transition.needs().stream());
        List<Field> may = fields(transition.guards().stream()
                .flatMap(guard -> guard.asks().stream())
                .distinct()
                .filter(name -> !transition.needs().contains(name)));
        return new RecordForm(
                        transition.name(),
                        "It is then " + transition.to() + ". For "
                                + (transition.role().equals(Transition.OPERATOR)
                                        ? "any operator."
                                        : "whoever has the role " + transition.role() + ".")
                                + apart,
                        "/api/v1/" + frame.org() + "/governance/" + machine.id() + "/" + Address.segment(record.id())
                                + "/" + transition.name())
                .render(needs, may, record.fields(), false);
    }

    private List<Field> fields(Stream<String> names) {
        return names.map(name -> machine.fields().get(name))
                .filter(Objects::nonNull)
                .toList();
    }

    private Html.Node fields() {
        List<Field> kept = machine.fields().values().stream()
                .filter(field -> record.fields().containsKey(field.name()))
                .toList();
        return kept.isEmpty()
                ? Html.Node.NOTHING
                : el(
                        "section",
                        el("h2", "What it keeps"),
                        el(
                                "dl",
                                attr("class", "kept"),
                                Html.each(
                                        kept,
                                        field -> Html.all(List.of(
                                                el("dt", attr("title", field.meaning()), text(field.name())),
                                                el("dd", value(field)))))));
    }

    private Html.Node value(Field field) {
        Html.Node shown =
                new FieldCell(frame, field).whole(record, record.fields().getOrDefault(field.name(), ""));
        return SIGNED.getOrDefault(machine.id() + " " + field.name(), Map.of()).entrySet().stream()
                .filter(signed -> record.last(signed.getKey()).isPresent())
                .findFirst()
                .map(signed -> Html.all(List.of(
                        shown,
                        text(" "),
                        el(
                                "a",
                                attr(
                                        "href",
                                        "/api/v1/" + frame.org() + "/governance/" + machine.id() + "/"
                                                + Address.segment(record.id()) + "/" + signed.getValue()),
                                text("as the device signed it")))))
                .orElse(shown);
    }

    private Html.Node steps() {
        return el(
                "section",
                el("h2", record.steps().size() + " steps, the newest first"),
                el("ol", attr("class", "steps"), Html.each(made, this::step)));
    }

    private Html.Node step(StepMade step) {
        String set = step.fields().entrySet().stream()
                .map(field -> field.getKey() + (field.getValue().isEmpty() ? " taken away" : " = " + field.getValue()))
                .collect(Collectors.joining("; "));
        return el(
                "li",
                Shown.time(step.at(), now),
                text(" " + step.transition() + " by " + step.actor()),
                step.reason().isEmpty() ? Html.Node.NOTHING : text(": " + step.reason()),
                set.isEmpty() ? Html.Node.NOTHING : el("p", attr("class", "note"), text(set)));
    }
}
