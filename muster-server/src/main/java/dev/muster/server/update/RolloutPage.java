package dev.muster.server.update;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Target;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.WaveCount;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Act;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One rollout: its waves as they fill, its devices by state with why, and those that nobody has seen.
 * {@code GET /o/{org}/updates/{id}?state=overdue}.
 */
final class RolloutPage {
    /** Devices without any evidence that the page names; more are a number. */
    private static final int MOST_UNSEEN = 20;

    private final Hindsight registers;
    private final Contributions contributions;
    private final InstantSource clock;

    RolloutPage(Hindsight registers, Contributions contributions, InstantSource clock) {
        this.registers = registers;
        this.contributions = contributions;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/updates/{id}", Need.READ, this::show);
    }

    private Response show(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        String state = request.query("state").orElse("");
        Frame frame = Frame.of(id, request, contributions, UpdatesPage.PLACE);
        return Response.html(registers.read(org, frame.asOf(), UpdatesPage.TOPIC, tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            Rollout rollout =
                    known.rollout(id).orElseThrow(() -> Problem.notFound().refuse());
            RolloutView view = RolloutView.of(rollout, known, frame.shown(clock));
            return frame.render(
                    el("h1", text(id + ": " + rollout.release().id() + " "), UpdatesPage.badge(rollout.state())),
                    el("p", attr("class", "outcome"), attr("role", "status")),
                    LostDevices.panel(here(frame, id), view.count()),
                    el("p", why(view)),
                    el("p", reach(view)),
                    frame.asOf().isPresent()
                            ? Html.Node.NOTHING
                            : el("div", attr("class", "actions"), acts(org, rollout)),
                    el("div", attr("class", "charts"), LatencyChart.of(tx, org.value(), rollout, view.count())),
                    waves(rollout, known),
                    states(frame, id, view.count()),
                    targets(tx, frame, state, id, view.count(), request),
                    unseen(tx, frame, org, rollout));
        }));
    }

    private static String why(RolloutView view) {
        if (!view.reason().isEmpty()) {
            return view.reason() + (view.detail().isEmpty() ? "" : ": " + view.detail());
        }
        return view.detail().isEmpty() ? "Nothing holds it." : view.detail();
    }

    private static String reach(RolloutView view) {
        return "Of " + view.devices() + " devices in service"
                + (view.group().isEmpty() ? "" : " with " + view.group()) + ", "
                + view.count().updated() + " have proved it in this"
                + " rollout, " + view.already() + " had it before, " + view.unseen() + " never showed what they run"
                + (view.window().isEmpty() ? "" : "; offered " + view.window())
                + (view.mostAtOnce() == 0 ? "" : "; to at most " + view.mostAtOnce() + " at once")
                + (view.mostBytesPerHour() == 0 ? "" : "; at most " + view.mostBytesPerHour() + " bytes an hour")
                + (view.firmness().equals("soft") ? "; users are asked" : "")
                + (view.risk().isEmpty() ? "" : "; they read: " + view.risk()) + ".";
    }

    private static Html.Node acts(OrgId org, Rollout rollout) {
        String api = "/api/v1/" + org.value() + "/rollouts/" + Address.segment(rollout.id()) + "/";
        Act stop = new Act("Stop", "It ends. Open offers are taken back; who installs already may end.", api + "stop");
        return switch (rollout.state()) {
            case RUNNING, FINISHED ->
                Html.all(List.of(
                        rollout.state() == RolloutState.FINISHED
                                ? Html.Node.NOTHING
                                : new Act("Pause", "No more offers are made until somebody resumes it.", api + "pause")
                                        .render(),
                        stop.render(),
                        Act.button("Offer it again to those that lost it", api + "again", "{}")));
            case PAUSED ->
                Html.all(List.of(
                        new Act("Resume", "What this wave came to is taken as good.", api + "resume").render(),
                        stop.render()));
            case STOPPED -> Html.Node.NOTHING;
        };
    }

    private record Wave(int number, WaveCount count) {}

    private static Html.Node waves(Rollout rollout, SqlUpdateStore known) {
        List<Wave> all = IntStream.rangeClosed(0, rollout.wave())
                .mapToObj(number -> new Wave(number, known.count(rollout.id(), number)))
                .toList();
        if (all.isEmpty()) {
            return el("p", "No wave is open yet.");
        }
        Table<Wave> table = new Table<>(
                "Waves",
                List.of(
                        new Table.Column<>("Wave", "", wave -> text(name(rollout, wave.number()))),
                        number("Devices", wave -> wave.count().all()),
                        number("Updated", wave -> wave.count().updated()),
                        number("Claimed", wave -> wave.count().claimed()),
                        number("Offered", wave -> wave.count().offered()),
                        number("Says installed", wave -> wave.count().reported()),
                        number("Failed", wave -> wave.count().failed()),
                        number("Fell back", wave -> wave.count().fellBack()),
                        number("Overdue", wave -> wave.count().overdue()),
                        number("Left", wave -> wave.count().left())));
        Rows.Wanted wanted = new Rows.Wanted("", false, 0, Math.max(Table.ROWS, all.size()));
        Rows<Wave> rows = Rows.of(all, _ -> true, Map.of());
        return table.render(Address.of(""), wanted, rows.of(wanted));
    }

    private static Table.Column<Wave> number(String title, java.util.function.ToIntFunction<Wave> value) {
        return new Table.Column<>(title, "", wave -> text("" + value.applyAsInt(wave)));
    }

    private static String name(Rollout rollout, int wave) {
        if (wave == 0) {
            return "canary";
        }
        return wave > rollout.plan().lastWave()
                ? "late devices"
                : "up to " + rollout.plan().steps().get(wave - 1) + " %";
    }

    private static Address here(Frame frame, String id) {
        return frame.to(UpdatesPage.PLACE + "/" + Address.segment(id));
    }

    /** The ways to see only some of the devices. */
    private static Html.Node states(Frame frame, String id, WaveCount count) {
        return el(
                "p",
                Html.each(
                        Stream.of(TargetState.values())
                                .filter(state -> of(count, state.name()) > 0)
                                .toList(),
                        state -> Html.all(List.of(
                                el(
                                        "a",
                                        attr(
                                                "href",
                                                here(frame, id)
                                                        .with("state", state.word())
                                                        .toString()),
                                        text(of(count, state.name()) + " " + state.word())),
                                text(" ")))));
    }

    static int of(WaveCount count, String state) {
        if (state.isEmpty()) {
            return count.all();
        }
        return switch (TargetState.valueOf(state)) {
            case OFFERED -> count.offered();
            case REPORTED -> count.reported();
            case UPDATED -> count.updated();
            case CLAIMED -> count.claimed();
            case FAILED -> count.failed();
            case OVERDUE -> count.overdue();
            case FELL_BACK -> count.fellBack();
            case LEFT -> count.left();
        };
    }

    private Html.Node targets(Tx tx, Frame frame, String word, String id, WaveCount count, Request request) {
        String state = Stream.of(TargetState.values())
                .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
                .map(TargetState::name)
                .findFirst()
                .orElse("");
        OrgId org = request.org();
        Instant now = frame.shown(clock);
        Rows.Wanted wanted = Table.wanted(request);
        Rows.Slice<Target> slice = new Rows.Slice<>(
                SqlTargets.page(tx, org.value(), id, state, wanted.skip(), wanted.size()), of(count, state));
        Table<Target> table = new Table<>(
                state.isEmpty() ? "Its devices" : "Its devices that are " + word,
                List.of(
                        new Table.Column<>("Device", "", target -> device(frame, target.device())),
                        new Table.Column<>("Wave", "", target -> text("" + (target.wave() + 1))),
                        new Table.Column<>(
                                "State",
                                "",
                                target -> Shown.badge(target.state().word(), tone(target.state()))),
                        new Table.Column<>("Why", "", target -> text(why(target))),
                        new Table.Column<>("Offered", "", target -> Shown.time(target.offeredAt(), now)),
                        new Table.Column<>(
                                "Shows", "", target -> text(target.shown().version())),
                        new Table.Column<>(
                                "Last evidence",
                                "",
                                target -> target.shown()
                                        .at()
                                        .map(at -> Shown.time(at, now))
                                        .orElse(text("never")))));
        return table.render(here(frame, id).with("state", word), wanted, slice);
    }

    private static String why(Target target) {
        String own = target.complaint()
                .map(complaint -> complaint.reason() + ": " + complaint.detail())
                .orElse("");
        return Stream.of(target.reason(), target.detail(), own)
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
    }

    private static String tone(TargetState state) {
        return switch (state) {
            case UPDATED -> "good";
            case OFFERED, REPORTED, CLAIMED, LEFT -> "fair";
            case FAILED, OVERDUE, FELL_BACK -> "bad";
        };
    }

    private static Html.Node device(Frame frame, DeviceId device) {
        return el(
                "a",
                attr(
                        "href",
                        frame.to("devices/" + Address.segment(device.value())).toString()),
                text(device.value()));
    }

    private static Html.Node unseen(Tx tx, Frame frame, OrgId org, Rollout rollout) {
        List<DeviceId> some = SqlTargets.unseen(tx, org.value(), rollout, MOST_UNSEEN);
        if (some.isEmpty()) {
            return Html.Node.NOTHING;
        }
        return Html.all(List.of(
                el("h2", "Never seen"),
                el("p", "These are in service and never showed what they run, so nothing is offered to them."),
                el("ul", Html.each(some, device -> el("li", device(frame, device))))));
    }
}
