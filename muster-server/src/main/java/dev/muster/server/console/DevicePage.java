package dev.muster.server.console;

import static dev.muster.server.console.Html.attr;
import static dev.muster.server.console.Html.el;
import static dev.muster.server.console.Html.text;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * One device: why it is not trusted, what was asked of it, what is known about it and how, which requirements that
 * supports, all that happened.
 */
final class DevicePage {
    /** An entry with its event as text. */
    record TimelineLine(Entry entry, String body) {}

    private DevicePage() {}

    static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String render(
            Page page,
            DeviceSummary device,
            List<DeviceOrder> orders,
            List<TimelineLine> timeline,
            List<PostureView.Line> posture,
            Instant now) {
        return page.render(
                el("nav", attr("aria-label", "Path"), el("a", attr("href", home(page)), text("All devices"))),
                el(
                        "h1",
                        text(device.id() + " "),
                        Shown.badge(device.state()),
                        text(" "),
                        Shown.badge(device.verdict())),
                actions(page, device),
                whyNot(device),
                OrdersPanel.render(orders, now),
                facts(device, now),
                timeline(timeline, now),
                requirements(posture));
    }

    private static String home(Page page) {
        return "/o/" + page.org() + "/" + page.query();
    }

    /** What an operator can do at once; the script sends it and says what came of it. Not in the past. */
    private static Html.Node actions(Page page, DeviceSummary device) {
        if (page.asOf().isPresent()) {
            return Html.Node.NOTHING;
        }
        String api = "/api/v1/" + page.org() + "/devices/" + encoded(device.id());
        return el(
                "p",
                attr("class", "actions"),
                action("Check now", api + "/orders", "{\"kind\":\"attest\"}"),
                device.held()
                        ? action("Release", api + "/release", "{\"reason\":\"console\"}")
                        : action("Quarantine", api + "/quarantine", "{\"reason\":\"console\"}"),
                el("span", attr("class", "outcome"), attr("role", "status")));
    }

    private static Html.Node action(String label, String path, String body) {
        return el("button", attr("type", "button"), attr("data-post", path), attr("data-body", body), text(label));
    }

    private static Html.Node whyNot(DeviceSummary device) {
        List<WhyNot> reasons = WhyNot.of(device);
        if (reasons.isEmpty()) {
            return device.trusted()
                    ? el("p", attr("class", "panel good"), text("Its newest evidence matches the maker's references."))
                    : Html.Node.NOTHING;
        }
        return el(
                "section",
                attr("class", "panel bad"),
                el("h2", "Why it is not trusted"),
                el(
                        "ul",
                        Html.each(
                                reasons,
                                why -> el(
                                        "li",
                                        text(why.reason() + " "),
                                        why.entry() < 0 ? Html.Node.NOTHING : entryLink(why.entry()),
                                        el("br"),
                                        el("span", attr("class", "next"), text(why.next()))))));
    }

    static Html.Node entryLink(long entry) {
        return el("a", attr("href", "#entry-" + entry), text("entry " + entry));
    }

    private static Html.Node facts(DeviceSummary device, Instant now) {
        List<Fact> sorted = device.facts().values().stream()
                .sorted(Comparator.comparing(Fact::key))
                .toList();
        return el(
                "section",
                el("h2", "What is known, and how"),
                el(
                        "table",
                        el(
                                "thead",
                                el(
                                        "tr",
                                        column("Fact"),
                                        column("Value"),
                                        column("Grade"),
                                        column("Since"),
                                        column("From"))),
                        el(
                                "tbody",
                                Html.each(
                                        sorted,
                                        fact -> el(
                                                "tr",
                                                el("th", attr("scope", "row"), text(fact.key())),
                                                el("td", attr("class", "value"), text(fact.value())),
                                                el("td", Shown.grade(fact)),
                                                el("td", Shown.time(fact.effectiveAt(), now)),
                                                el("td", entryLink(fact.entry())))))));
    }

    private static Html.Node requirements(List<PostureView.Line> posture) {
        if (posture.isEmpty()) {
            return Html.Node.NOTHING;
        }
        List<PostureView.Line> known = posture.stream()
                .filter(line ->
                        !line.verdict().equals("unknown") && !line.verdict().equals("not applicable"))
                .toList();
        long waived =
                known.stream().filter(line -> line.verdict().equals("waived")).count();
        return el(
                "section",
                el(
                        "h2",
                        (known.size() - waived) + " of " + posture.size() + " requirements have evidence"
                                + (waived == 0 ? "" : ", " + waived + " waived")),
                el(
                        "table",
                        el("thead", el("tr", column("Requirement"), column("Verdict"), column("Grade"), column("Why"))),
                        el(
                                "tbody",
                                Html.each(
                                        known,
                                        line -> el(
                                                "tr",
                                                el("th", attr("scope", "row"), text(line.id())),
                                                el("td", Shown.badge(line.verdict())),
                                                el("td", el("span", attr("class", "grade"), text(line.grade()))),
                                                el("td", line.reason()))))));
    }

    private static Html.Node timeline(List<TimelineLine> timeline, Instant now) {
        return el(
                "section",
                el("h2", "Timeline"),
                el(
                        "ol",
                        attr("class", "timeline"),
                        Html.each(
                                timeline,
                                line -> el(
                                        "li",
                                        attr("id", "entry-" + line.entry().index()),
                                        Shown.time(line.entry().receivedAt(), now),
                                        text(" "),
                                        el("strong", line.entry().type()),
                                        text(" by " + line.entry().issuer()),
                                        el(
                                                "details",
                                                el(
                                                        "summary",
                                                        "entry " + line.entry().index()),
                                                el("pre", line.body()))))));
    }

    private static Html.Node column(String name) {
        return el("th", attr("scope", "col"), text(name));
    }
}
