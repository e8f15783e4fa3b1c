package dev.muster.server.console;

import static dev.muster.server.console.Html.attr;
import static dev.muster.server.console.Html.el;
import static dev.muster.server.console.Html.text;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The fleet: one sentence, a bar, the counts, every device. */
final class FleetPage {
    private FleetPage() {}

    static String render(
            Page page,
            FleetStatus status,
            List<String> troubles,
            FleetQuery query,
            List<DeviceSummary> devices,
            Instant now) {
        return page.render(
                el("h1", sentence(status)),
                troubles(troubles),
                bar(status),
                el(
                        "div",
                        attr("class", "cards"),
                        card("State", status.states()),
                        card("Verdict on evidence", status.verdicts()),
                        card("Attested software", status.software())),
                status.devices() == 0 ? nothingYet() : find(page, query),
                devices.isEmpty() ? Html.Node.NOTHING : table(page, query, devices, now),
                pager(page, query, devices));
    }

    /** What the page says first, and the browser's tab too. */
    static String sentence(FleetStatus status) {
        if (status.devices() == 0) {
            return "No devices yet";
        }
        String need = status.needSomeone() == 0
                ? "none needs you"
                : status.needSomeone() + (status.needSomeone() == 1 ? " needs you" : " need you");
        return status.trusted() + " of " + status.devices() + " devices are trusted; " + need;
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

    /** Drawn on the server, so that it is the same in print. */
    private static Html.Node bar(FleetStatus status) {
        if (status.devices() == 0) {
            return Html.Node.NOTHING;
        }
        int other = status.devices() - status.trusted() - status.held();
        double unit = 100.0 / status.devices();
        String label = status.trusted() + " trusted, " + other + " not trusted, " + status.held() + " held";
        return el(
                "svg",
                attr("class", "bar"),
                attr("viewBox", "0 0 100 3"),
                attr("preserveAspectRatio", "none"),
                attr("role", "img"),
                attr("aria-label", label),
                slice("good", 0, status.trusted() * unit),
                slice("fair", status.trusted() * unit, other * unit),
                slice("bad", (status.trusted() + other) * unit, status.held() * unit));
    }

    private static Html.Node slice(String tone, double from, double width) {
        return el(
                "rect",
                attr("class", tone),
                attr("x", decimal(from)),
                attr("y", "0"),
                attr("width", decimal(width)),
                attr("height", "3"));
    }

    private static String decimal(double value) {
        return String.format(java.util.Locale.ROOT, "%.3f", value);
    }

    private static Html.Node card(String title, Map<String, Integer> counts) {
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
                                        Shown.badge(entry.getKey()),
                                        el("span", attr("class", "count"), text("" + entry.getValue()))))));
    }

    private static Html.Node nothingYet() {
        return el(
                "p",
                text("A device appears here when it joins with its factory certificate. "),
                text("Try it with "),
                el("code", "muster demo"),
                text("."));
    }

    /** What the table shows; sent as a query, so that a page can be kept as a link. */
    private static Html.Node find(Page page, FleetQuery query) {
        return el(
                "form",
                attr("class", "find"),
                attr("method", "get"),
                page.asOf()
                        .map(at ->
                                el("input", attr("type", "hidden"), attr("name", "asOf"), attr("value", at.toString())))
                        .orElse(Html.Node.NOTHING),
                field("device", "Device begins with", query.prefix().orElse("")),
                field("state", "State", query.state().orElse("")),
                field("verdict", "Verdict", query.verdict().orElse("")),
                field("software", "Software", query.software().orElse("")),
                el("button", "Find"));
    }

    private static Html.Node field(String name, String label, String value) {
        return el(
                "label",
                text(label + " "),
                el("input", attr("name", name), attr("type", "text"), attr("value", value)));
    }

    private static Html.Node pager(Page page, FleetQuery query, List<DeviceSummary> devices) {
        boolean more = devices.size() > DeviceRows.PAGE;
        if (!more && query.page() == 0) {
            return Html.Node.NOTHING;
        }
        return el(
                "nav",
                attr("aria-label", "Pages"),
                query.page() == 0 ? Html.Node.NOTHING : turn(page, query, "Earlier devices", query.page() - 1),
                text(" page " + (query.page() + 1) + " "),
                more ? turn(page, query, "More devices", query.page() + 1) : Html.Node.NOTHING);
    }

    private static Html.Node turn(Page page, FleetQuery query, String label, int to) {
        return el("a", attr("href", query.link(page.query(), to)), text(label));
    }

    private static Html.Node table(Page page, FleetQuery query, List<DeviceSummary> devices, Instant now) {
        List<DeviceSummary> shown = devices.subList(0, Math.min(devices.size(), DeviceRows.PAGE));
        return el(
                "table",
                el("caption", query.byName() ? "Devices by id" : "Devices, those that need someone first"),
                el(
                        "thead",
                        el(
                                "tr",
                                column("Device"),
                                column("State"),
                                column("Verdict"),
                                column("Attested"),
                                column("Software"),
                                column("Strength"),
                                column("Product"))),
                el("tbody", Html.each(shown, device -> line(page, device, now))));
    }

    private static Html.Node column(String name) {
        return el("th", attr("scope", "col"), text(name));
    }

    private static Html.Node line(Page page, DeviceSummary device, Instant now) {
        String link = "/o/" + page.org() + "/devices/" + DevicePage.encoded(device.id()) + page.query();
        return el(
                "tr",
                el("th", attr("scope", "row"), el("a", attr("href", link), text(device.id()))),
                el("td", Shown.badge(device.state())),
                el("td", Shown.badge(device.verdict())),
                el("td", device.attestedAt().map(at -> Shown.time(at, now)).orElse(text("never"))),
                el("td", device.software().isEmpty() ? "unknown" : device.software()),
                el("td", device.strength().isEmpty() ? "none" : device.strength()),
                el("td", device.product()));
    }
}
