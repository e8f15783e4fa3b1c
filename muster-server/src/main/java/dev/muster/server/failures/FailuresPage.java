package dev.muster.server.failures;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code GET /o/{org}/failures}: what goes wrong on devices, the same failure of many as one line. */
final class FailuresPage {
    private static final String PLACE = "failures";
    private static final Comparator<SqlFailures.Group> NEWEST =
            Comparator.comparing(SqlFailures.Group::last).reversed();

    private final Hindsight registers;
    private final Contributions contributions;
    private final InstantSource clock;

    FailuresPage(Hindsight registers, Contributions contributions, InstantSource clock) {
        this.registers = registers;
        this.contributions = contributions.place(Contributions.Area.DEVICES, "Failures", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/failures", Need.READ, this::show);
    }

    private Response show(Request request) {
        Frame frame = Frame.of("Failures", request, contributions, PLACE);
        List<SqlFailures.Group> groups = registers.read(
                request.org(),
                frame.asOf(),
                "failures",
                tx -> new SqlFailures(tx, request.org()).newest(FailuresApi.ROWS_MAX));
        Rows<SqlFailures.Group> rows = Rows.of(
                groups,
                group -> true,
                Map.of(
                        "last", NEWEST,
                        "devices",
                                Comparator.comparingLong(SqlFailures.Group::devices)
                                        .reversed(),
                        "times",
                                Comparator.comparingLong(SqlFailures.Group::occurrences)
                                        .reversed()));
        Rows.Wanted wanted = Table.wanted(request);
        return Response.html(frame.render(
                el("h1", sentence(groups)),
                groups.isEmpty()
                        ? el("p", "Devices with a guard tell what goes wrong on them.")
                        : table(request.org().value(), frame.shown(clock))
                                .render(frame.to(PLACE), wanted, rows.of(wanted))));
    }

    private static String sentence(List<SqlFailures.Group> groups) {
        if (groups.isEmpty()) {
            return "No device told a failure";
        }
        long several = groups.stream().filter(group -> group.devices() > 1).count();
        return groups.size()
                + (groups.size() == 1 ? " failure" : " different failures")
                + (several == 0 ? "" : ", " + several + " of them on more than one device");
    }

    private static Table<SqlFailures.Group> table(String org, Instant now) {
        return new Table<>(
                "Failures as devices told them, the newest first",
                List.of(
                        new Table.Column<>("Kind", "", group -> Shown.badge(group.kind())),
                        new Table.Column<>("What", "", group -> text(group.what())),
                        new Table.Column<>("How it shows", "", group -> text(group.sign())),
                        new Table.Column<>("Devices", "devices", group -> devices(org, group)),
                        new Table.Column<>("Times", "times", group -> text("" + group.occurrences())),
                        new Table.Column<>("First", "", group -> Shown.time(group.first(), now)),
                        new Table.Column<>("Last", "last", group -> Shown.time(group.last(), now))));
    }

    private static Html.Node devices(String org, SqlFailures.Group group) {
        return el(
                "a",
                attr(
                        "href",
                        Address.of("/api/v1/" + org + "/failures/" + group.signature())
                                .toString()),
                text("" + group.devices()));
    }
}
