package dev.muster.server.update;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Release;
import dev.muster.core.update.ReleasePublished;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Terms;
import dev.muster.core.update.WaveCount;
import dev.muster.ledger.sql.Tx;
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
import java.util.List;
import java.util.Map;

/**
 * Rollouts with where they stand and why, and releases with what the analysis of their manifests found.
 * {@code GET /o/{org}/updates}; one rollout is a {@link RolloutPage}.
 */
final class UpdatesPage {
    static final String PLACE = "updates";

    /** The topic whose registers the pages show. */
    static final String TOPIC = "update";

    /** Newest ones of each kind; older ones are in the API and the ledger. */
    private static final int MOST = 100;

    private final Hindsight registers;
    private final Contributions contributions;
    private final InstantSource clock;

    UpdatesPage(Hindsight registers, Contributions contributions, InstantSource clock) {
        this.registers = registers;
        this.contributions = contributions.place(Contributions.Area.UPDATES, "Updates", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/updates", Need.READ, this::show);
        new RolloutPage(registers, contributions, clock).addTo(routes);
    }

    private record Line(Rollout rollout, WaveCount count) {}

    private Response show(Request request) {
        OrgId org = request.org();
        Frame frame = Frame.of("Updates", request, contributions, PLACE);
        Instant now = frame.shown(clock);
        return Response.html(registers.read(org, frame.asOf(), TOPIC, tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            List<Line> lines = known.rollouts(MOST).stream()
                    .map(rollout -> new Line(rollout, known.count(rollout.id())))
                    .toList();
            List<Release> releases = known.releases(MOST);
            return frame.render(
                    el("h1", sentence(lines)),
                    lines.isEmpty()
                            ? el("p", text("Start one: "), el("code", "muster rollout start --help"))
                            : el("div", attr("class", "charts"), latency(tx, org, lines.getFirst())),
                    pace(known, now),
                    lines.isEmpty() ? Html.Node.NOTHING : render(frame, rollouts(frame), lines),
                    releases.isEmpty() ? Html.Node.NOTHING : render(frame, releases(now), releases),
                    KeysPanel.of(tx, org, now),
                    CapabilityPanel.of(tx, org));
        }));
    }

    private static Html.Node pace(SqlUpdateStore known, Instant now) {
        long most = known.bytesPerHour();
        return most == 0
                ? Html.Node.NOTHING
                : el(
                        "p",
                        "All rollouts together offer at most " + most + " bytes an hour; "
                                + known.bytesOfferedSince(now.minus(Terms.PACE)) + " were offered in the last one.");
    }

    private static Html.Node latency(Tx tx, OrgId org, Line newest) {
        return LatencyChart.of(tx, org.value(), newest.rollout(), newest.count());
    }

    private static String sentence(List<Line> lines) {
        long running = count(lines, RolloutState.RUNNING);
        long paused = count(lines, RolloutState.PAUSED);
        if (lines.isEmpty()) {
            return "No rollouts yet";
        }
        return (running == 0 ? "No rollout is running" : running + (running == 1 ? " rollout runs" : " rollouts run"))
                + (paused == 0 ? "" : "; " + paused + (paused == 1 ? " is paused" : " are paused"))
                + without(lines.getFirst());
    }

    /** Whom the newest one did not reach. */
    private static String without(Line newest) {
        int lost = newest.count().notUpdated() + newest.count().overdue();
        return newest.rollout().state() == RolloutState.STOPPED || lost == 0
                ? ""
                : "; " + lost + (lost == 1 ? " device is" : " devices are") + " without "
                        + newest.rollout().release().id();
    }

    private static long count(List<Line> lines, RolloutState state) {
        return lines.stream().filter(line -> line.rollout().state() == state).count();
    }

    private static <T> Html.Node render(Frame frame, Table<T> table, List<T> all) {
        Rows.Wanted wanted = new Rows.Wanted("", false, 0, Math.max(Table.ROWS, all.size()));
        Rows<T> rows = Rows.of(all, _ -> true, Map.of());
        return table.render(frame.to(PLACE), wanted, rows.of(wanted));
    }

    private static Table<Line> rollouts(Frame frame) {
        return new Table<>(
                "Rollouts, the newest first",
                List.of(
                        new Table.Column<>("Rollout", "", line -> link(frame, line.rollout())),
                        new Table.Column<>(
                                "Release",
                                "",
                                line -> text(line.rollout().release().id())),
                        new Table.Column<>(
                                "State", "", line -> badge(line.rollout().state())),
                        new Table.Column<>("Wave", "", line -> text(wave(line.rollout()))),
                        new Table.Column<>(
                                "Updated", "", line -> text("" + line.count().updated())),
                        new Table.Column<>(
                                "Claimed", "", line -> text("" + line.count().claimed())),
                        new Table.Column<>(
                                "Failed", "", line -> text("" + line.count().notUpdated())),
                        new Table.Column<>(
                                "Overdue", "", line -> text("" + line.count().overdue())),
                        new Table.Column<>(
                                "Open", "", line -> text("" + line.count().open())),
                        new Table.Column<>("Why", "", line -> text(why(line.rollout())))));
    }

    private static Html.Node link(Frame frame, Rollout rollout) {
        return el(
                "a",
                attr(
                        "href",
                        frame.to(PLACE + "/" + Address.segment(rollout.id())).toString()),
                text(rollout.id()));
    }

    static Html.Node badge(RolloutState state) {
        return Shown.badge(
                state.word(),
                switch (state) {
                    case RUNNING, FINISHED -> "good";
                    case PAUSED -> "bad";
                    case STOPPED -> "plain";
                });
    }

    static String wave(Rollout rollout) {
        return rollout.wave() < 0
                ? "none yet"
                : rollout.wave() > rollout.plan().lastWave()
                        ? "late devices"
                        : (rollout.wave() + 1) + " of " + (rollout.plan().lastWave() + 1);
    }

    static String why(Rollout rollout) {
        return rollout.reason() + (rollout.detail().isEmpty() ? "" : ": " + rollout.detail());
    }

    private static Table<Release> releases(Instant now) {
        return new Table<>(
                "Releases, the newest first",
                List.of(
                        new Table.Column<>("Release", "", release -> text(release.id())),
                        new Table.Column<>("Version", "", release -> text(release.version())),
                        new Table.Column<>("Sequence", "", release -> text("" + release.sequence())),
                        new Table.Column<>(
                                "Signed by",
                                "",
                                release -> text(release.signers().size() + " of the accepted keys")),
                        new Table.Column<>("Analysis of its manifest", "", UpdatesPage::analysis),
                        new Table.Column<>("Published", "", release -> Shown.time(release.publishedAt(), now))));
    }

    /** How far it is known that devices can run it. */
    private static String against(ReleasePublished.Analysed analysed) {
        int reports = analysed.classes().orElse(0);
        return switch (reports) {
            case 0 -> ", no device had said what it can run";
            case 1 -> ", held against a report of what devices can run";
            default -> ", held against " + reports + " reports of what devices can run";
        };
    }

    static Html.Node analysis(Release release) {
        if (release.analysis().isEmpty()) {
            return Shown.badge("not analysed", "plain");
        }
        List<String> findings = release.analysis().get().findings();
        return findings.isEmpty()
                ? el(
                        "span",
                        Shown.badge("nothing found", "good"),
                        text(against(release.analysis().get())))
                : el(
                        "details",
                        el(
                                "summary",
                                findings.size() + " found"
                                        + against(release.analysis().get()) + ", waived: "
                                        + release.analysis().get().waiver()),
                        el("ul", Html.each(findings, finding -> el("li", finding))));
    }
}
