package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.attestation.Expected;
import dev.muster.server.web.Act;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Panel;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.util.List;

/**
 * One device, in the order in which a person asks: what is it, is it trusted, what is wrong and what to do about it, what
 * is under way, what happened, and then, for those who ask, requirements and facts.
 *
 * @param frame around the page
 * @param device as its facts say
 * @param orders the open ones first
 * @param newest its entries, the newest first
 * @param timeline the page of them that is shown
 * @param moments of its history
 * @param posture of its requirements
 * @param contributions of the topics
 * @param now the second that is shown
 */
record DevicePage(
        Frame frame,
        DeviceSummary device,
        List<DeviceOrder> orders,
        List<Told> newest,
        Timeline timeline,
        Moments moments,
        List<PostureView.Line> posture,
        Contributions contributions,
        Instant now) {

    String render() {
        Panel.Seen seen = new Panel.Seen(frame.org(), device.id(), newest, now);
        return frame.render(
                el("nav", attr("aria-label", "Path"), el("a", attr("href", home()), text("All devices"))),
                el(
                        "h1",
                        text(device.id() + " "),
                        Shown.badge(device.state()),
                        text(" "),
                        Shown.badge(device.verdict())),
                whatItIs(),
                trust(contributions.panels(Panel.Place.WRONG, seen)),
                actions(),
                Html.all(contributions.panels(Panel.Place.UNDER_WAY, seen)),
                OrdersPanel.render(frame, orders, now),
                Html.all(contributions.panels(Panel.Place.OVER_TIME, seen)),
                moments.render(frame, now),
                new TimelinePanel(frame, device.id(), newest, timeline, contributions, now).render(),
                new DeviceDetails(frame, device, now).requirements(posture),
                new DeviceDetails(frame, device, now).facts());
    }

    private String home() {
        return "/o/" + frame.org() + "/" + frame.query();
    }

    private Html.Node whatItIs() {
        return el(
                "dl",
                attr("class", "about"),
                about("Product", text(device.product().isEmpty() ? "not known" : device.product())),
                about("Owner", text(frame.org())),
                about("Software", text(device.software().isEmpty() ? "none that is proved" : device.software())),
                about("Measured", text(device.strength().isEmpty() ? "never" : device.strength())),
                about(
                        "Last evidence",
                        device.attestedAt().map(at -> Shown.time(at, now)).orElse(text("none"))),
                about("Evidence expected", text(expected())),
                about(
                        "Last heard of",
                        newest.isEmpty()
                                ? text("never")
                                : Shown.time(newest.getFirst().entry().receivedAt(), now)));
    }

    private String expected() {
        return device.every()
                        .map(every -> "every " + Expected.told(every) + ", ")
                        .orElse("")
                + device.silentSince(now)
                        .map(at -> "silent since " + Shown.exact(at))
                        .orElse("silent after " + Expected.told(device.silentAfter()));
    }

    private static Html.Node about(String name, Html.Node value) {
        return el("div", el("dt", name), el("dd", value));
    }

    private Html.Node trust(List<Html.Node> wrong) {
        List<WhyNot> reasons = WhyNot.of(device, now);
        if (reasons.isEmpty() && wrong.isEmpty()) {
            return device.trusted(now)
                    ? el(
                            "p",
                            attr("class", "panel good"),
                            text("Trusted" + since() + ": its newest evidence matches the maker's references."))
                    : Html.Node.NOTHING;
        }
        return el(
                "section",
                attr("class", "panel " + (device.trusted(now) ? "fair" : "bad")),
                el("h2", (device.trusted(now) ? "Trusted, but look at this" : "Not trusted") + since()),
                Html.all(wrong),
                el(
                        "ul",
                        Html.each(
                                reasons,
                                why -> el(
                                        "li",
                                        text(why.reason() + " "),
                                        why.entry() < 0 ? Html.Node.NOTHING : EntryPage.link(frame, why.entry()),
                                        el("br"),
                                        el("span", attr("class", "next"), text(why.next()))))));
    }

    /** Trust that ends by silence ends at a time that no entry tells. */
    private String since() {
        if (device.silent(now)) {
            return device.silentSince(now)
                    .map(at -> " since " + Shown.exact(at))
                    .orElse("");
        }
        return moments.trustSince().map(at -> " since " + Shown.exact(at)).orElse("");
    }

    /** What an operator can do; the script sends it and says what came of it. Not in the past. */
    private Html.Node actions() {
        if (frame.asOf().isPresent()) {
            return Html.Node.NOTHING;
        }
        String api = "/api/v1/" + frame.org() + "/devices/" + Address.segment(device.id());
        Act act = device.held()
                ? new Act("Release", device.id() + " goes back into service.", api + "/release")
                : new Act(
                        "Quarantine",
                        device.id() + " will reach its server and nothing else until it is released.",
                        api + "/quarantine");
        return el(
                "div",
                attr("class", "actions"),
                Act.button("Check now", api + "/orders", "{\"kind\":\"attest\"}"),
                act.render(),
                el("span", attr("class", "outcome"), attr("role", "status")));
    }
}
