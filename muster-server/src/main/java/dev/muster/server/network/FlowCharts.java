package dev.muster.server.network;

import static dev.muster.server.web.Html.el;

import dev.muster.server.facts.Past;
import dev.muster.server.web.Address;
import dev.muster.server.web.Chart;
import dev.muster.server.web.Html;
import java.util.List;

/** Pictures of what packet filters let begin and what they refused. */
final class FlowCharts {
    private FlowCharts() {}

    /** All devices of an organisation together, at the minutes in which their reports came. */
    static Html.Node allowed(Past past, Address here) {
        String title = "Allowed and refused, over time";
        if (past.empty()) {
            return Chart.empty("flows", title, "No packet filter has told yet what it let begin or refused.");
        }
        return el(
                "div",
                past.span().links(here),
                figure(
                        title,
                        "in this time",
                        past.points(),
                        past.gained(FlowTables.BEGUN),
                        past.gained(FlowTables.PACKETS)));
    }

    /** Kinds of things, not how often: what is new here is a missing rule or an attack. */
    static Html.Node newlyRefused(Past past, Address here) {
        String title = "Newly refused, over time";
        if (past.empty()) {
            return Chart.empty("refused", title, "No packet filter has refused anything yet.");
        }
        List<Long> gained = past.gained(FlowTables.REFUSED);
        Chart chart = new Chart(
                "refused",
                title,
                sum(gained) + " things that devices were refused for the first time under their policy.",
                past.points(),
                List.of(new Chart.Line("newly refused", "bad", gained)));
        return el("div", past.span().links(here), chart.columns());
    }

    /** @param when as it ends the sentence */
    static Html.Node figure(String title, String when, List<String> points, List<Long> begun, List<Long> refused) {
        return new Chart(
                        "flows",
                        title,
                        Chart.number(sum(begun)) + " flows that rules let begin, and " + Chart.number(sum(refused))
                                + " packets that were refused, " + when + ".",
                        points,
                        List.of(
                                new Chart.Line("flows let begin", "good", begun),
                                new Chart.Line("packets refused", "bad", refused)))
                .columns();
    }

    private static long sum(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }
}
