package dev.muster.server.governance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Machines;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every kind of record with how many stand where, and what time will move next. */
record BoardPage(
        Frame frame,
        Machines machines,
        Map<String, Map<String, Long>> counts,
        List<Map.Entry<Instance, Instant>> due,
        Instant now) {

    String render() {
        long late = due.stream().filter(entry -> entry.getValue().isBefore(now)).count();
        return frame.render(
                el(
                        "h1",
                        late == 0
                                ? "Nothing is overdue"
                                : late + (late == 1 ? " record is" : " records are") + " overdue"),
                el(
                        "section",
                        el("h2", "Due next"),
                        list(frame, due, now),
                        el("p", calendarLink(frame), text(", "), budgetLink(frame))),
                el("div", attr("class", "cards"), Html.each(List.copyOf(machines.all()), this::card)));
    }

    private static Html.Node calendarLink(Frame frame) {
        return el("a", attr("href", frame.to("governance/calendar").toString()), text("All of the next year, by day"));
    }

    private static Html.Node budgetLink(Frame frame) {
        return el("a", attr("href", frame.to("governance/budget").toString()), text("plan against actual"));
    }

    private Html.Node card(Machine machine) {
        Map<String, Long> states = counts.getOrDefault(machine.id(), Map.of());
        long open = states.entrySet().stream()
                .filter(state -> !machine.ends().contains(state.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return el(
                "section",
                attr("class", "card"),
                el(
                        "h2",
                        el("a", attr("href", of(frame, machine.id()).toString()), text(machine.title())),
                        el("span", attr("class", "grade short"), text(" " + open + " open"))),
                el(
                        "ul",
                        Html.each(
                                List.copyOf(states.entrySet()),
                                state -> el(
                                        "li",
                                        el(
                                                "a",
                                                attr("class", "plain"),
                                                attr(
                                                        "href",
                                                        of(frame, machine.id())
                                                                .with("state", state.getKey())
                                                                .toString()),
                                                Shown.badge(state.getKey())),
                                        el("span", attr("class", "count"), text("" + state.getValue()))))));
    }

    static Address of(Frame frame, String machine) {
        return frame.to("governance/" + Address.segment(machine));
    }

    static String record(Frame frame, String machine, String id) {
        return frame.to("governance/" + Address.segment(machine) + "/" + Address.segment(id))
                .toString();
    }

    /** What is due, a heading for each day. */
    static String calendar(Frame frame, List<Map.Entry<Instance, Instant>> due, Instant now) {
        Map<LocalDate, List<Map.Entry<Instance, Instant>>> days = new LinkedHashMap<>();
        due.forEach(entry -> days.computeIfAbsent(
                        LocalDate.ofInstant(entry.getValue(), ZoneOffset.UTC), _ -> new ArrayList<>())
                .add(entry));
        return frame.render(
                el("h1", due.isEmpty() ? "Nothing is due within a year" : due.size() + " times within a year"),
                Html.each(
                        List.copyOf(days.entrySet()),
                        day -> el("section", el("h2", day.getKey().toString()), list(frame, day.getValue(), now))));
    }

    private static Html.Node list(Frame frame, List<Map.Entry<Instance, Instant>> due, Instant now) {
        return due.isEmpty()
                ? el("p", "Nothing.")
                : el("ul", attr("class", "due"), Html.each(due, entry -> line(frame, entry, now)));
    }

    private static Html.Node line(Frame frame, Map.Entry<Instance, Instant> entry, Instant now) {
        Instance record = entry.getKey();
        boolean late = entry.getValue().isBefore(now);
        return el(
                "li",
                el(
                        "time",
                        attr("datetime", entry.getValue().toString()),
                        text(Shown.exact(entry.getValue()) + (late ? ", overdue" : ""))),
                text(" "),
                el(
                        "a",
                        attr("href", record(frame, record.machine(), record.id())),
                        text(record.machine() + " " + record.id())),
                text(" "),
                Shown.badge(record.state()));
    }
}
