package dev.muster.server.console;

import dev.muster.server.facts.Past;
import dev.muster.server.web.Address;
import dev.muster.server.web.Chart;
import dev.muster.server.web.Html;
import java.util.List;

/** How many devices had shown good evidence last, had not, and were held, as time went by. Who is silent is a matter of the present. */
final class TrustChart {
    static final String TRUSTED = "devices.trusted";
    static final String OTHER = "devices.other";
    static final String HELD = "devices.held";
    static final List<String> SERIES = List.of(TRUSTED, OTHER, HELD);

    private static final String ID = "trust";
    private static final String TITLE = "Trust over time";

    private TrustChart() {}

    /** Which of them a device is counted in. */
    static String series(String state, String verdict) {
        if (DeviceSummary.believed(state, verdict)) {
            return TRUSTED;
        }
        return DeviceSummary.held(state) ? HELD : OTHER;
    }

    /** @param here the page with its filters */
    static Html.Node of(Past past, FleetStatus status, Address here) {
        if (past.empty()) {
            return Chart.empty(ID, TITLE, "Nothing was kept yet.");
        }
        int other = status.devices() - status.believed() - status.held();
        Chart chart = new Chart(
                ID,
                TITLE,
                "Of " + status.devices() + " devices " + status.believed() + " showed good evidence last, " + other
                        + " did not and " + status.held() + " are held."
                        + (status.silent() == 0
                                ? ""
                                : " Of the good ones " + status.silent() + " are silent and not trusted any more."),
                past.points(),
                List.of(
                        new Chart.Line("good evidence", "good", past.levels(TRUSTED, status.believed())),
                        new Chart.Line("other", "fair", past.levels(OTHER, other)),
                        new Chart.Line("held", "bad", past.levels(HELD, status.held()))));
        return Html.el("div", past.span().links(here), chart.areas());
    }
}
