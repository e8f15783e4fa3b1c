package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.Fact;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The moments of a device that mattered: where its state, its verdict or its software became another.
 *
 * @param trustSince when it became as trusted as it is; empty when that is longer ago than the newest entries
 */
record Moments(List<Moment> moments, Optional<Instant> trustSince) {
    /** More of them on one slider cannot be told apart. */
    private static final int SHOWN = 40;

    private static final Map<String, String> WATCHED = Map.of(
            FactKeys.STATE,
            "state",
            FactKeys.VERDICT,
            "verdict",
            FactKeys.VERSION,
            "software",
            FactKeys.PRODUCT,
            "product");

    /** @param words what changed, such as {@code verdict affirming → contraindicated} */
    record Moment(Instant at, String words) {
        /** The first whole second in which it was known. */
        Instant shown() {
            return at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        }
    }

    /**
     * @param newest entries about the device, the newest first
     * @param facts what an entry states
     * @param device as it is after them
     */
    static Moments of(List<Told> newest, Function<Told, List<Fact>> facts, DeviceSummary device) {
        List<TrustSince.Said> oldest = newest.reversed().stream()
                .map(told -> new TrustSince.Said(
                        told.entry().receivedAt(),
                        facts.apply(told).stream()
                                .filter(fact ->
                                        fact.subject().equals(told.entry().subject()))
                                .toList()))
                .toList();
        return new Moments(changes(oldest), TrustSince.of(oldest, device, newest.size() < FleetReader.TIMELINE_MAX));
    }

    private static List<Moment> changes(List<TrustSince.Said> oldest) {
        Map<String, String> known = new HashMap<>();
        List<Moment> moments = new ArrayList<>();
        for (TrustSince.Said said : oldest) {
            List<String> changes = new ArrayList<>();
            for (Fact fact : said.facts()) {
                String name = WATCHED.get(fact.key());
                if (name != null) {
                    String before = known.put(fact.key(), fact.value());
                    if (!fact.value().equals(before)) {
                        changes.add(name + " " + (before == null ? "" : before + " → ") + fact.value());
                    }
                }
            }
            if (!changes.isEmpty()) {
                moments.add(new Moment(said.at(), String.join(", ", changes)));
            }
        }
        return List.copyOf(moments.subList(Math.max(0, moments.size() - SHOWN), moments.size()));
    }

    /** A slider over them for who has script, the same as links for everybody. */
    Html.Node render(Frame frame, Instant now) {
        if (moments.size() < 2) {
            return Html.Node.NOTHING;
        }
        // A page of the past knows nothing of what came after: there its last moment is the one that is shown.
        int chosen = frame.asOf().isEmpty() ? moments.size() : moments.size() - 1;
        String all = moments.stream()
                .map(one -> one.shown() + " " + one.words().replace('\n', ' '))
                .collect(Collectors.joining("\n"));
        return el(
                "section",
                attr("id", "moments"),
                el(
                        "div",
                        attr("class", "moments"),
                        el("label", attr("for", "moment"), text("As of")),
                        el(
                                "input",
                                attr("id", "moment"),
                                attr("type", "range"),
                                attr("min", "0"),
                                attr("max", Integer.toString(moments.size())),
                                attr("step", "1"),
                                attr("value", Integer.toString(chosen)),
                                attr("data-moments", all)),
                        el("output", attr("for", "moment"), text(chosen == moments.size() ? "now" : words(chosen)))),
                el(
                        "details",
                        el("summary", moments.size() + " moments that mattered"),
                        el("ol", Html.each(moments.reversed(), one -> link(one, now)))));
    }

    private String words(int chosen) {
        return Shown.exact(moments.get(chosen).shown()) + ": "
                + moments.get(chosen).words();
    }

    private static Html.Node link(Moment one, Instant now) {
        return el(
                "li",
                Shown.time(one.at(), now),
                text(" "),
                el("a", attr("href", "?asOf=" + one.shown()), text(one.words())));
    }
}
