package dev.muster.server.governance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The records of one kind, a page at a time. */
record RecordsPage(Frame frame, Machine machine, SqlBoard.Filter filter, Map<String, Long> counts, Instant now) {
    String render(Rows.Wanted wanted, Rows.Slice<Instance> slice) {
        List<Table.Column<Instance>> columns = new ArrayList<>();
        columns.add(new Table.Column<>("Id", "id", this::link));
        columns.add(new Table.Column<>("State", "", record -> Shown.badge(record.state())));
        machine.shown().stream()
                .flatMap(name -> Stream.ofNullable(machine.fields().get(name)))
                .map(field -> new FieldCell(frame, field))
                .forEach(cell -> columns.add(new Table.Column<>(cell.head(), "", cell::of)));
        columns.add(new Table.Column<>("Next clock", "", this::clock));
        columns.add(new Table.Column<>("Since", "since", record -> Shown.time(record.since(), now)));
        Table<Instance> table = new Table<>(machine.title() + ", the newest change first", columns);
        return frame.render(
                el(
                        "h1",
                        machine.title() + (filter.state().isEmpty() ? "" : ", " + filter.state()) + ": "
                                + slice.total()),
                el("p", attr("class", "outcome"), attr("role", "status")),
                states(),
                search(),
                frame.asOf().isPresent() ? Html.Node.NOTHING : begin(),
                table.render(address(), wanted, slice));
    }

    private Address here() {
        return BoardPage.of(frame, machine.id());
    }

    private Address address() {
        return here().with("state", filter.state()).with("q", filter.text());
    }

    private Html.Node states() {
        return el(
                "ul",
                attr("class", "states"),
                el("li", el("a", attr("href", here().toString()), text("all"))),
                Html.each(
                        List.copyOf(counts.entrySet()),
                        state -> el(
                                "li",
                                el(
                                        "a",
                                        attr(
                                                "href",
                                                here().with("state", state.getKey())
                                                        .toString()),
                                        Shown.badge(state.getKey())),
                                text(" " + state.getValue()))));
    }

    private Html.Node search() {
        return el(
                "form",
                attr("class", "filter"),
                attr("method", "get"),
                attr("role", "search"),
                el("label", attr("for", "q"), text("Find")),
                el(
                        "input",
                        attr("id", "q"),
                        attr("name", "q"),
                        attr("type", "search"),
                        attr("value", filter.text()),
                        attr("placeholder", "beginning of an id, a device or a person")),
                address().hidden("q"),
                el("button", "Show"));
    }

    private Html.Node begin() {
        return new RecordForm(
                        "Begin one",
                        "A record begins in the state " + machine.initial() + " and stays for ever.",
                        "/api/v1/" + frame.org() + "/governance/" + machine.id() + "/{id}/open-request")
                .render(List.of(), List.of(), Map.of(), true);
    }

    private Html.Node link(Instance record) {
        return FieldCell.link(BoardPage.record(frame, machine.id(), record.id()), record.id());
    }

    /** What time does to it next; what it has said already stays said. */
    private Html.Node clock(Instance record) {
        return machine.next(record)
                .map(Map.Entry::getKey)
                .map(at -> at.isBefore(now)
                        ? el("div", Shown.badge("late", "bad"), text(" since " + Shown.exact(at)))
                        : text(Shown.exact(at)))
                .orElseGet(() -> text("–"));
    }
}
