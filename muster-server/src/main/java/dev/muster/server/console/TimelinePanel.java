package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.web.Contributions;
import dev.muster.server.web.Html;
import dev.muster.server.web.Plot;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What happened to a device, a sentence each; the bytes as they are kept are one click away. */
record TimelinePanel(List<Told> newest, Contributions contributions, Instant now) {
    /** Read at once; the rest opens on a click. */
    private static final int AT_ONCE = 20;

    Html.Node render() {
        if (newest.isEmpty()) {
            return Html.Node.NOTHING;
        }
        Instant oldest = newest.getLast().entry().receivedAt();
        List<Told> first = newest.subList(0, Math.min(AT_ONCE, newest.size()));
        List<Told> older = newest.subList(first.size(), newest.size());
        return el(
                "section",
                el("h2", "What happened"),
                Plot.line(
                        newest.stream()
                                .map(told -> new Plot.Mark(told.entry().receivedAt(), tone(told)))
                                .toList(),
                        oldest,
                        now,
                        newest.size() + " entries since " + Shown.exact(oldest)),
                list(first),
                older.isEmpty()
                        ? Html.Node.NOTHING
                        : el(
                                "div",
                                attr("id", "older"),
                                el("details", el("summary", older.size() + " older"), list(older))));
    }

    private static String tone(Told told) {
        String type = told.entry().type();
        return type.endsWith("refused") || type.endsWith("failed") || type.startsWith("response.") ? "bad" : "plain";
    }

    private Html.Node list(List<Told> some) {
        return el("ol", attr("class", "timeline"), Html.each(some, this::line));
    }

    private Html.Node line(Told told) {
        long index = told.entry().index();
        Instant at = told.entry().receivedAt();
        String then = "?asOf=" + at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return el(
                "li",
                attr("id", "entry-" + index),
                Shown.time(at, now),
                text(" "),
                el("span", contributions.sentence(told)),
                el(
                        "details",
                        el("summary", "entry " + index),
                        el(
                                "p",
                                text(told.entry().type() + " by " + told.entry().issuer() + ". "),
                                el("a", attr("href", then), text("The device then"))),
                        el("pre", ConsoleDoor.bodyText(told.entry()))));
    }
}
