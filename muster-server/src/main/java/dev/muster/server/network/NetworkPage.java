package dev.muster.server.network;

import static dev.muster.server.web.Html.each;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.GatewayAsked;
import dev.muster.core.network.GatewayHolds;
import dev.muster.core.network.GatewaySet;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.RulesChanged;
import dev.muster.core.network.VendorWindow;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.Levels;
import dev.muster.server.facts.Past;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The network: what devices were refused, whom gateways guard, the vendors' windows that are open, and what waits for a person. */
final class NetworkPage {
    private static final String PLACE = "network";

    /** The devices that were refused most; the command line lists the same. */
    private static final int DEVICES_MOST = 500;

    private static final int GATEWAYS_MOST = 100;
    private static final int WINDOWS_MOST = 100;
    private static final int WAITING_MOST = 50;

    /** A cell says the first of them; the rest is a number. */
    private static final int SAID_MOST = 4;

    private final Database database;
    private final Hindsight registers;
    private final Contributions contributions;
    private final InstantSource clock;

    NetworkPage(Database database, Hindsight registers, Contributions contributions, InstantSource clock) {
        this.database = database;
        this.registers = registers;
        this.contributions = contributions.place(Contributions.Area.NETWORK, "Network", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/network", Need.READ, this::show);
    }

    /** A device before a gateway. */
    record Held(DeviceId gateway, String device, String ordered, Optional<GatewayHolds> said) {}

    /** All that the page shows, read in one transaction. */
    record Whole(
            Html.Node pictures,
            List<FlowTables.Seen> seen,
            List<ChangedTable.Said> changed,
            List<Held> held,
            List<SqlNetworkStore.Ended> windows,
            List<NetworkStore.Kept> waiting) {}

    private Response show(Request request) {
        OrgId org = request.org();
        Frame frame = Frame.of("Network", request, contributions, PLACE);
        Instant now = frame.shown(clock);
        Html.Node overTime = database.read(tx -> overTime(new Levels(tx, org), request, now, frame));
        Whole whole =
                registers.read(org, frame.asOf(), "network", tx -> whole(overTime, new SqlNetworkStore(tx, org), now));
        Rows<FlowTables.Seen> rows = Rows.of(
                whole.seen(),
                one -> true,
                Map.of(
                        "device", Comparator.comparing(FlowTables.Seen::device),
                        "refused",
                                Comparator.comparingInt(
                                        one -> -one.told().seen().flows().size())));
        Rows.Wanted wanted = Table.wanted(request);
        return Response.html(frame.render(
                el("h1", sentence(whole)),
                whole.pictures(),
                whole.seen().isEmpty()
                        ? el("p", "No packet filter has told yet what it saw.")
                        : flows(frame, now).render(frame.to(PLACE), wanted, rows.of(wanted)),
                el("h2", "TLS that is not as described"),
                OtherTlsPanel.of(whole.seen(), now),
                el("h2", "Rules that somebody changed"),
                whole.changed().isEmpty()
                        ? el("p", "No agent found any.")
                        : el("ul", each(whole.changed(), one -> changed(one, now))),
                el("h2", "Gateways"),
                whole.held().isEmpty()
                        ? el("p", text("None guards anybody: "), el("code", "muster network guard --help"))
                        : el("ul", each(whole.held(), NetworkPage::held)),
                el("h2", "Open windows of vendors"),
                whole.windows().isEmpty()
                        ? el("p", "None is open.")
                        : el("ul", each(whole.windows(), NetworkPage::window)),
                el("h2", "Descriptions that wait for a person"),
                whole.waiting().isEmpty()
                        ? el("p", "None waits.")
                        : el(
                                "ul",
                                each(
                                        whole.waiting(),
                                        kept -> el(
                                                "li",
                                                kept.url() + ": " + kept.file().why())))));
    }

    private static Whole whole(Html.Node pictures, SqlNetworkStore store, Instant now) {
        List<Held> held = new ArrayList<>();
        for (DeviceId gateway : store.gateways("", GATEWAYS_MOST)) {
            Map<String, String> ordered = store.gatewayAsked(gateway).stream()
                    .flatMap(asked -> asked.members().stream())
                    .collect(Collectors.toMap(GatewayAsked.Member::device, GatewayAsked.Member::policy));
            for (GatewaySet.Behind behind :
                    store.gateway(gateway).orElse(GatewaySet.NOBODY).behind()) {
                held.add(new Held(
                        gateway,
                        behind.device(),
                        ordered.getOrDefault(behind.device(), "nothing yet"),
                        store.held(new DeviceId(behind.device()))));
            }
        }
        return new Whole(
                pictures,
                store.flows(DEVICES_MOST),
                store.changed(DEVICES_MOST),
                held,
                store.working(WINDOWS_MOST).stream()
                        .filter(one -> one.window().open(now))
                        .toList(),
                store.kept(Optional.of(NetworkStore.State.WAITING), WAITING_MOST));
    }

    private static String sentence(Whole whole) {
        long refused = whole.seen().stream()
                .filter(one -> !one.told().seen().flows().isEmpty())
                .count();
        long unproved = whole.held().stream().filter(one -> !proved(one)).count();
        return (refused == 0 ? "Nothing was refused" : refused + " devices were refused something")
                + (unproved == 0 ? "" : "; " + unproved + " are not held by their gateway")
                + (whole.windows().isEmpty() ? "" : "; " + whole.windows().size() + " windows of vendors are open");
    }

    private static boolean proved(Held one) {
        return one.said()
                .filter(said -> said.strength().equals("kernel-enforced")
                        && said.policy().equals(one.ordered()))
                .isPresent();
    }

    private static Table<FlowTables.Seen> flows(Frame frame, Instant now) {
        return new Table<>(
                "What packet filters saw, under each device's policy",
                List.of(
                        new Table.Column<>(
                                "Device",
                                "device",
                                one -> el(
                                        "a",
                                        Html.attr(
                                                "href",
                                                frame.to("devices/" + one.device())
                                                        .toString()),
                                        text(one.device().value()))),
                        new Table.Column<>("Refused, by the rule that is missing", "refused", NetworkPage::refused),
                        new Table.Column<>("Rules used", "", NetworkPage::used),
                        new Table.Column<>(
                                "Seen by",
                                "",
                                one -> text(
                                        one.told()
                                                        .seen()
                                                        .reporter()
                                                        .equals(one.device().value())
                                                ? "itself"
                                                : one.told().seen().reporter())),
                        new Table.Column<>(
                                "Told", "", one -> Shown.time(one.told().at(), now))));
    }

    private static Html.Node refused(FlowTables.Seen one) {
        FlowsSeen seen = one.told().seen();
        if (seen.flows().isEmpty()) {
            return Shown.badge("nothing", "good");
        }
        String first =
                seen.flows().stream().limit(SAID_MOST).map(NetworkPage::line).collect(Collectors.joining("; "));
        int more = seen.flows().size() - SAID_MOST;
        return text(first + (more > 0 ? "; and " + more + " more" : ""));
    }

    static String line(FlowsSeen.Refused flow) {
        String protocol = switch (flow.protocol()) {
            case 1, 58 -> "ICMP";
            case 6 -> "TCP";
            case 17 -> "UDP";
            default -> "protocol " + flow.protocol();
        };
        String what = protocol + (flow.port() == 0 ? "" : " port " + flow.port()) + " (" + flow.count() + ")";
        return flow.from() ? "to " + flow.peer() + " " + what : "from " + flow.peer() + " " + what;
    }

    private static Html.Node overTime(Levels levels, Request request, Instant now, Frame frame) {
        boolean live = frame.asOf().isEmpty();
        List<String> both = List.of(FlowTables.BEGUN, FlowTables.PACKETS);
        return Html.all(List.of(
                FlowCharts.allowed(Past.of(levels, both, request, now, live), frame.to(PLACE)),
                FlowCharts.newlyRefused(
                        Past.of(levels, List.of(FlowTables.REFUSED), request, now, live), frame.to(PLACE))));
    }

    private static Html.Node used(FlowTables.Seen one) {
        List<FlowsSeen.Used> used = one.told().seen().used();
        long flows = used.stream().mapToLong(FlowsSeen.Used::flows).sum();
        return text(used.size() + " rules, " + flows + " flows");
    }

    private static Html.Node changed(ChangedTable.Said one, Instant now) {
        RulesChanged said = one.told().said();
        String times = said.count() == 1 ? "once" : said.count() + " times";
        return el(
                "li", text(one.device() + ", " + times + ", last " + said.what() + " "), Shown.time(said.last(), now));
    }

    private static Html.Node held(Held one) {
        String said = one.said()
                .map(holds -> holds.strength().isEmpty() ? holds.detail() : holds.policy() + ", " + holds.strength())
                .orElse("it has not answered");
        return el(
                "li",
                text(one.device() + " behind " + one.gateway() + ": " + one.ordered() + " is ordered; "),
                Shown.badge(said, proved(one) ? "good" : "bad"));
    }

    private static Html.Node window(SqlNetworkStore.Ended one) {
        VendorWindow window = one.window();
        return el(
                "li",
                text(one.device() + " may reach " + String.join(", ", window.endpoints()) + " for " + window.order()
                        + " until " + Shown.exact(window.until())));
    }
}
