package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Plot;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.util.List;

/**
 * What happened to a device, a sentence each, a page at a time; what an entry says in full is a page of its own.
 *
 * @param newest the newest entries, for the picture
 */
record TimelinePanel(
        Frame frame, String device, List<Told> newest, Timeline page, Contributions contributions, Instant now) {
    Html.Node render() {
        if (newest.isEmpty()) {
            return Html.Node.NOTHING;
        }
        Instant oldest = newest.getLast().entry().receivedAt();
        return el(
                "section",
                attr("id", "timeline"),
                el("h2", "What happened"),
                Plot.line(
                        newest.stream()
                                .map(told -> new Plot.Mark(told.entry().receivedAt(), tone(told)))
                                .toList(),
                        oldest,
                        now,
                        newest.size() + " entries since " + Shown.exact(oldest)),
                el("ol", attr("class", "timeline"), Html.each(page.lines(), this::line)),
                foot());
    }

    private static String tone(Told told) {
        String type = told.entry().type();
        return type.endsWith("refused") || type.endsWith("failed") || type.startsWith("response.") ? "bad" : "plain";
    }

    private Html.Node line(Told told) {
        long index = told.entry().index();
        return el(
                "li",
                Shown.time(told.entry().receivedAt(), now),
                text(" "),
                el("span", contributions.sentence(told)),
                text(" "),
                EntryPage.link(frame, index));
    }

    private Html.Node foot() {
        if (page.before().isEmpty() && !page.older()) {
            return Html.Node.NOTHING;
        }
        Address here = Address.of("/o/" + frame.org() + "/devices/" + Address.segment(device))
                .with("asOf", frame.asOf().map(Instant::toString).orElse(""));
        return el(
                "nav",
                attr("class", "pages"),
                attr("aria-label", "Entries"),
                page.before().isEmpty() ? Html.Node.NOTHING : el("a", attr("href", here + "#timeline"), text("Newest")),
                page.older()
                        ? el(
                                "a",
                                attr(
                                        "href",
                                        here.with(
                                                        "before",
                                                        Long.toString(page.lines()
                                                                .getLast()
                                                                .entry()
                                                                .index()))
                                                + "#timeline"),
                                text("Older"))
                        : Html.Node.NOTHING);
    }
}
