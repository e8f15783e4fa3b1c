package dev.muster.server.network;

import dev.muster.core.network.FlowsSeen;
import dev.muster.server.web.Chart;
import dev.muster.server.web.Html;
import dev.muster.server.web.Panel;
import dev.muster.server.web.Span;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one device's packet filter let begin and refused between its reports, from the device's newest entries. */
final class DeviceFlowsPanel implements Panel {
    private static final String TITLE = "Allowed and refused, from report to report";

    /** Columns that a phone has room for. */
    static final int REPORTS_MOST = 30;

    private record Report(Instant at, FlowsSeen seen) {}

    @Override
    public Place place() {
        return Place.OVER_TIME;
    }

    @Override
    public Optional<Html.Node> show(Seen seen) {
        List<Report> reports = seen.newest().stream()
                .flatMap(DeviceFlowsPanel::report)
                .limit(REPORTS_MOST + 1L)
                .toList()
                .reversed();
        return Optional.of(
                reports.isEmpty()
                        ? Chart.empty("flows", TITLE, "No packet filter told of this device in its newest entries.")
                        : figure(reports));
    }

    private static Stream<Report> report(Told told) {
        return told
                .event()
                .filter(FlowsSeen.class::isInstance)
                .map(event -> new Report(told.entry().receivedAt(), (FlowsSeen) event))
                .stream();
    }

    /** What the oldest one says came before all of them; when it is the only one, it is shown with all that it says. */
    private static Html.Node figure(List<Report> reports) {
        boolean alone = reports.size() == 1;
        List<String> points = new ArrayList<>();
        List<Long> begun = new ArrayList<>();
        List<Long> refused = new ArrayList<>();
        for (int i = alone ? 0 : 1; i < reports.size(); i++) {
            Optional<FlowsSeen> before =
                    alone ? Optional.empty() : Optional.of(reports.get(i - 1).seen());
            FlowsGained gained = FlowsGained.of(before, reports.get(i).seen());
            points.add(Span.DAY.label(reports.get(i).at()));
            begun.add(gained.begun());
            refused.add(gained.refused());
        }
        String when = alone
                ? "since its policy is in force, by its only report"
                : "since the report of " + Span.DAY.label(reports.getFirst().at());
        return FlowCharts.figure(TITLE, when, points, begun, refused);
    }
}
