package dev.muster.server.drills;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.drills.DoorsTried;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Act;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** {@code GET /o/{org}/drills}: what the doors did last, which canaries are drilled and when. */
final class DrillsPage {
    private static final String PLACE = "drills";

    private final DrillsDoor door;
    private final Contributions contributions;
    private final InstantSource clock;

    DrillsPage(DrillsDoor door, Contributions contributions, InstantSource clock) {
        this.door = door;
        this.contributions = contributions.place(Contributions.Area.COMPLIANCE, "Drills", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/drills", Need.READ, this::show);
    }

    private static final Map<String, String> WORDS = Map.of(
            "told", "Notices arrive",
            "updates-told", "Notices of updates arrive",
            "reads", "Reading without a credential",
            "writes", "Writing without a credential",
            "old-tls", "Old TLS and cleartext",
            "page", "Scripts and frames in a page",
            "errors", "What errors give away",
            "malformed", "Malformed requests");

    private Response show(Request request) {
        String org = request.org().value();
        Instant now = clock.instant();
        DrillsDoor.Shown shown = door.shown(request.org());
        return Response.html(Frame.now("Drills", request, contributions, PLACE)
                .render(
                        el("h1", title(shown)),
                        el("p", attr("class", "outcome"), attr("role", "status")),
                        doors(shown, now),
                        canaries(shown, now),
                        Act.button("Drill now", "/api/v1/" + org + "/drills/run", "{}")));
    }

    private static String title(DrillsDoor.Shown shown) {
        long gave = shown.doors().stream()
                .filter(trial -> trial.came().equals("gave"))
                .count();
        if (gave > 0) {
            return gave + " of " + shown.doors().size() + " trials do not hold";
        }
        return shown.doorsTriedAt() == null ? "Nothing was tried yet" : "The doors hold";
    }

    private static Html.Node doors(DrillsDoor.Shown shown, Instant now) {
        return el(
                "section",
                el(
                        "p",
                        shown.doorsTriedAt() == null
                                ? text("The server tries its own doors within a minute of its start, then daily.")
                                : text("From outside and without credentials, last tried "),
                        shown.doorsTriedAt() == null ? text("") : Shown.time(Instant.parse(shown.doorsTriedAt()), now)),
                Table.whole(
                        "Doors of this server",
                        List.of("Trial", "Came to", "What was seen"),
                        shown.doors().stream()
                                .map(trial ->
                                        List.<Html.Node>of(trial(trial.name()), came(trial.came()), text(seen(trial))))
                                .toList()));
    }

    /** In words what was tried, and the name by which checks and the command line know it. */
    private static Html.Node trial(String name) {
        return el("span", text(WORDS.getOrDefault(name, name) + " "), el("span", attr("class", "grade"), text(name)));
    }

    private static Html.Node came(String word) {
        return Shown.badge(
                word,
                switch (word) {
                    case DoorsTried.Trial.HELD -> "good";
                    case DoorsTried.Trial.GAVE -> "bad";
                    default -> "plain";
                });
    }

    /** Without the word that stands beside it. */
    private static String seen(DrillsDoor.Trial trial) {
        String beginning = trial.came() + ": ";
        return trial.detail().startsWith(beginning) ? trial.detail().substring(beginning.length()) : trial.detail();
    }

    private static Html.Node canaries(DrillsDoor.Shown shown, Instant now) {
        return Table.whole(
                "Canaries, each drilled every " + shown.everyHours() + " hours",
                List.of("Device", "Asked to take", "Last asked"),
                shown.drills().stream()
                        .map(drill -> List.<Html.Node>of(
                                text(drill.device()),
                                text(drill.kind().equals("tampered") ? "a changed release" : "a stranger's release"),
                                drill.lastBegun() == null
                                        ? text("not yet")
                                        : Shown.time(Instant.parse(drill.lastBegun()), now)))
                        .toList());
    }
}
