package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.http.Request;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Plot;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fleet: one sentence, a bar, the counts, and the devices that a filter lets through, a page at a time. */
final class FleetPage {
    /** Those that need someone come first; among equals by id. */
    private static Comparator<DeviceSummary> worstFirst(Instant now) {
        return Comparator.comparingInt((DeviceSummary device) -> device.urgency(now))
                .thenComparing(DeviceSummary::id);
    }

    /** In place of a state: those that would be trusted, had they shown evidence lately. */
    static final String SILENT = "silent";

    private static final Map<String, Comparator<DeviceSummary>> ORDERS = Map.of(
            "device", Comparator.comparing(DeviceSummary::id),
            "state", by(DeviceSummary::state),
            "verdict", by(DeviceSummary::verdict),
            "software", by(DeviceSummary::software),
            "product", by(DeviceSummary::product),
            "attested",
                    Comparator.comparing((DeviceSummary device) ->
                                    device.attestedAt().orElse(Instant.MIN))
                            .thenComparing(DeviceSummary::id));

    private FleetPage() {}

    private static Comparator<DeviceSummary> by(java.util.function.Function<DeviceSummary, String> value) {
        return Comparator.comparing(value).thenComparing(DeviceSummary::id);
    }

    /**
     * What the query lets through.
     *
     * @param text is somewhere in the id, the product or the software, in any case; empty for all
     * @param state exact; empty for all
     * @param verdict exact, {@code none} for devices without one; empty for all
     */
    record Filter(String text, String state, String verdict) {
        static Filter of(Request request) {
            return new Filter(
                    request.query("q").orElse("").strip(),
                    request.query("state").orElse(""),
                    request.query("verdict").orElse(""));
        }

        boolean lets(DeviceSummary device, Instant now) {
            return DeviceRows.words(device).contains(text.toLowerCase(Locale.ROOT))
                    && (state.equals(SILENT)
                            ? device.silent(now)
                            : state.isEmpty() || state.equals(named(device.state())))
                    && (verdict.isEmpty() || verdict.equals(named(device.verdict())));
        }

        private static String named(String value) {
            return value.isEmpty() ? "none" : value;
        }

        Address address(Frame frame) {
            return Address.of("/o/" + frame.org() + "/")
                    .with("q", text)
                    .with("state", state)
                    .with("verdict", verdict)
                    .with("asOf", frame.asOf().map(Instant::toString).orElse(""));
        }
    }

    /** Rows that had to be read anyway, as for a time in the past. */
    static Rows<DeviceSummary> rows(List<DeviceSummary> devices, Filter filter, Instant now) {
        return Rows.of(devices.stream().sorted(worstFirst(now)).toList(), device -> filter.lets(device, now), ORDERS);
    }

    /** @param wanted which page of the devices */
    static String render(
            Frame frame,
            List<String> troubles,
            FleetStatus status,
            Html.Node charts,
            Filter filter,
            Rows.Wanted wanted,
            Rows.Slice<DeviceSummary> slice,
            Instant now) {
        boolean none = status.devices() == 0;
        return frame.render(
                el("h1", sentence(status)),
                troubles(troubles),
                bar(status),
                el(
                        "div",
                        attr("class", "cards"),
                        card(frame, "State", "state", states(status)),
                        card(frame, "Verdict on evidence", "verdict", status.verdicts()),
                        card(frame, "Attested software", "q", status.software())),
                none ? Html.Node.NOTHING : charts,
                none ? nothingYet() : search(frame, filter),
                none ? Html.Node.NOTHING : table(frame, now).render(filter.address(frame), wanted, slice));
    }

    /** What the page says first, and the browser's tab too. */
    static String sentence(FleetStatus status) {
        if (status.devices() == 0) {
            return "No devices yet";
        }
        String need = status.needSomeone() == 0
                ? "none needs you"
                : status.needSomeone() + (status.needSomeone() == 1 ? " needs you" : " need you");
        // Good evidence of an older release is trusted, and yet somebody should ask how it came back.
        boolean quiet = status.needSomeone() == 0 && status.fellBack() > 0;
        return status.trusted() + " of " + status.devices() + " devices are trusted" + (quiet ? "" : "; " + need)
                + named(status.fellBack(), status.fellBackFirst(), " fell back to an older release")
                + named(status.silent(), status.silentFirst(), status.silent() == 1 ? " is silent" : " are silent");
    }

    /** By name: a count is passed over, and what one does not hear of is what one does not see. */
    private static String named(int count, List<String> first, String what) {
        int more = count - first.size();
        return count == 0 ? "" : "; " + String.join(", ", first) + (more > 0 ? " and " + more + " more" : "") + what;
    }

    private static Map<String, Integer> states(FleetStatus status) {
        Map<String, Integer> states = new LinkedHashMap<>();
        if (status.silent() > 0) {
            states.put(SILENT, status.silent());
        }
        states.putAll(status.states());
        return states;
    }

    /** The ledger itself is in question: that comes before anything it says. */
    private static Html.Node troubles(List<String> troubles) {
        return troubles.isEmpty()
                ? Html.Node.NOTHING
                : el(
                        "section",
                        attr("class", "card troubles"),
                        attr("role", "alert"),
                        el("h2", "The ledger needs you"),
                        el("ul", Html.each(troubles, trouble -> el("li", trouble))));
    }

    private static Html.Node bar(FleetStatus status) {
        if (status.devices() == 0) {
            return Html.Node.NOTHING;
        }
        int other = status.devices() - status.trusted() - status.held();
        return Plot.bar(
                List.of(
                        new Plot.Share("good", status.trusted()),
                        new Plot.Share("fair", other),
                        new Plot.Share("bad", status.held())),
                status.trusted() + " trusted, " + other + " not trusted, " + status.held() + " held");
    }

    /** Each count leads to the devices that it counts. */
    private static Html.Node card(Frame frame, String title, String member, Map<String, Integer> counts) {
        return el(
                "section",
                attr("class", "card"),
                el("h2", title),
                el(
                        "ul",
                        Html.each(
                                List.copyOf(counts.entrySet()),
                                entry -> el(
                                        "li",
                                        el(
                                                "a",
                                                attr("class", "plain"),
                                                attr(
                                                        "href",
                                                        new Filter("", "", "")
                                                                .address(frame)
                                                                .with(member, entry.getKey())
                                                                .toString()),
                                                Shown.badge(entry.getKey())),
                                        el("span", attr("class", "count"), text("" + entry.getValue()))))));
    }

    private static Html.Node nothingYet() {
        return el(
                "p",
                text("A device appears here when it joins with its factory certificate. "),
                text("Bring your first one with "),
                el("code", "muster agent init"),
                text(", or see many with "),
                el("code", "muster demo"),
                text("."));
    }

    private static Html.Node search(Frame frame, Filter filter) {
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
                        attr("placeholder", "id, product or software")),
                filter.address(frame).hidden("q"),
                el("button", "Show"),
                filter.equals(new Filter("", "", ""))
                        ? Html.Node.NOTHING
                        : el(
                                "a",
                                attr(
                                        "href",
                                        new Filter("", "", "").address(frame).toString()),
                                text("Show all" + said(filter))));
    }

    private static String said(Filter filter) {
        String only = filter.state() + (filter.verdict().isEmpty() ? "" : " " + filter.verdict());
        return only.isBlank() ? "" : " (now only " + only.strip() + ")";
    }

    private static Table<DeviceSummary> table(Frame frame, Instant now) {
        return new Table<>(
                "Devices, those that need someone first",
                List.of(
                        new Table.Column<>("Device", "device", device -> link(frame, device)),
                        new Table.Column<>("State", "state", device -> Shown.badge(device.state())),
                        new Table.Column<>("Verdict", "verdict", device -> verdict(device, now)),
                        new Table.Column<>(
                                "Attested",
                                "attested",
                                device -> device.attestedAt()
                                        .map(at -> Shown.time(at, now))
                                        .orElse(text("never"))),
                        new Table.Column<>(
                                "Software",
                                "software",
                                device -> text(device.software().isEmpty() ? "unknown" : device.software())),
                        new Table.Column<>(
                                "Strength",
                                "",
                                device -> text(device.strength().isEmpty() ? "none" : device.strength())),
                        new Table.Column<>("Product", "product", device -> text(device.product()))));
    }

    private static Html.Node verdict(DeviceSummary device, Instant now) {
        return device.silent(now)
                ? el("span", Shown.badge(device.verdict()), text(" "), Shown.badge(SILENT, "fair"))
                : Shown.badge(device.verdict());
    }

    private static Html.Node link(Frame frame, DeviceSummary device) {
        String page = "/o/" + frame.org() + "/devices/" + Address.segment(device.id()) + frame.query();
        return el("a", attr("href", page), text(device.id()));
    }
}
