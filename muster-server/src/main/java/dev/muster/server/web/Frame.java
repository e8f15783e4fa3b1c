package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.http.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The frame around every page. The head is constant text, so that {@link Html} never needs to know scripts and styles.
 *
 * @param title what the page is about
 * @param org empty on the sign-in page
 * @param asOf the past second that is shown; empty for now, and then the page keeps itself current
 * @param places of the navigation
 * @param at the path of the place that this page belongs to
 * @param onlyNow whether it shows the present whatever time one is looking at
 */
public record Frame(
        String title,
        String org,
        Optional<Instant> asOf,
        List<Contributions.Place> places,
        String at,
        boolean onlyNow) {
    /** A page that shows the past as well. */
    public Frame(String title, String org, Optional<Instant> asOf, List<Contributions.Place> places, String at) {
        this(title, org, asOf, places, at, false);
    }

    /** A page that shows the past as well, at the time that the request names. */
    public static Frame of(String title, Request request, Contributions contributions, String at) {
        return new Frame(title, request.org().value(), request.time("asOf"), contributions.places(), at);
    }

    /** A page that has only the present: who looks at the past is told so, and stays there with the next link. */
    public static Frame now(String title, Request request, Contributions contributions, String at) {
        return new Frame(title, request.org().value(), request.time("asOf"), contributions.places(), at, true);
    }

    /** A page of no organisation, such as signing in. */
    public static Frame bare(String title) {
        return new Frame(title, "", Optional.empty(), List.of(), "");
    }

    private static final String CURRENT = "This page keeps itself current";

    private static final String HEAD = """
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/assets/console.css">
        <script src="/assets/console.js" defer></script>
        <script src="/assets/passkey.js" defer></script>
        """;

    /** All parts of a page together: it is in memory before it is sent, and for everybody who asks. */
    static final int PAGE_CHARS_MAX = 2 * 1024 * 1024;

    public String render(Html.Node... content) {
        Html.Node skip = el("a", attr("class", "skip"), attr("href", "#main"), text("Skip to the content"));
        Html.Node main = el("main", attr("id", "main"), attr("tabindex", "-1"), Html.all(within(content)));
        Html.Node footer = el(
                "footer",
                text("Evidence supports a requirement or it does not. Times are UTC; point at one for the exact"
                        + " second."));
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n"
                + HEAD
                + Html.render(el("title", title + " · Muster"))
                + "\n</head>\n"
                + Html.render(el("body", live(), skip, header(), main, footer))
                + "\n</html>\n";
    }

    /** Those parts that there is room for, and a word in the place of each that there is none for. */
    private static List<Html.Node> within(Html.Node... content) {
        List<Html.Node> parts = new ArrayList<>();
        int left = PAGE_CHARS_MAX;
        for (Html.Node part : content) {
            int length = Html.length(part);
            Html.Node shown = length <= left
                    ? part
                    : el("p", attr("class", "cut"), text("This part of the page is too long to be shown."));
            left -= Html.length(shown);
            parts.add(shown);
        }
        return parts;
    }

    private Html.Node live() {
        return attr("data-live", org.isEmpty() || (asOf.isPresent() && !onlyNow) ? "" : "/o/" + org + "/events");
    }

    private Html.Node header() {
        if (org.isEmpty()) {
            return el("header", el("strong", "Muster"));
        }
        String home = "/o/" + org + "/";
        return el(
                "header",
                el("a", attr("class", "brand"), attr("href", home + query()), text("Muster")),
                el("span", attr("class", "org"), text(org)),
                navigation(home),
                printed(),
                asOfForm(),
                el("a", attr("href", home + "account"), text("Account")),
                el(
                        "form",
                        attr("method", "post"),
                        attr("action", "/o/" + org + "/sign-out"),
                        el("button", attr("class", "quiet"), text("Sign out"))));
    }

    /** The places, and below them the pages of the one that this page belongs to, where it has several. */
    private Html.Node navigation(String home) {
        Optional<Contributions.Place> here =
                places.stream().filter(place -> place.path().equals(at)).findFirst();
        List<Contributions.Place> beside = places.stream()
                .filter(place -> here.filter(one -> one.area() != Contributions.Area.OWN && one.area() == place.area())
                        .isPresent())
                .toList();
        return Html.all(List.of(
                el(
                        "nav",
                        attr("class", "places"),
                        attr("aria-label", "Places"),
                        Html.each(
                                places.stream()
                                        .filter(Contributions.Place::leads)
                                        .toList(),
                                place -> link(home, place, beside.contains(place) || here.equals(Optional.of(place))))),
                beside.size() < 2
                        ? Html.Node.NOTHING
                        : el(
                                "nav",
                                attr("class", "places beside"),
                                attr(
                                        "aria-label",
                                        "Pages of " + beside.getFirst().name()),
                                Html.each(
                                        beside,
                                        place -> link(home, place, place.path().equals(at))))));
    }

    private Html.Node link(String home, Contributions.Place place, boolean current) {
        return el(
                "a",
                attr("href", home + place.path() + query()),
                attr("aria-current", current ? "page" : "false"),
                text(place.name()));
    }

    /** Paper has no form: it says which second it shows. */
    private Html.Node printed() {
        return asOf.isEmpty() || onlyNow
                ? Html.Node.NOTHING
                : el("span", attr("class", "printed"), text("as of " + Shown.exact(asOf.get())));
    }

    private Html.Node asOfForm() {
        if (onlyNow) {
            return asOf.isEmpty()
                    ? el("span", attr("class", "as-of live"), attr("title", CURRENT), text("live"))
                    : el(
                            "span",
                            attr("class", "as-of"),
                            text("This page shows the present, not " + Shown.exact(asOf.get()) + ". "),
                            el("a", attr("href", "?"), text("Back to now")));
        }
        String value = asOf.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                .map(at -> at.substring(0, at.length() - 1)) // browsers know no zone in this kind of field
                .orElse("");
        Html.Node now = asOf.isEmpty()
                ? el("span", attr("class", "live"), attr("title", CURRENT), text("live"))
                : el("a", attr("href", "?"), text("back to now"));
        return el(
                "form",
                attr("class", "as-of"),
                attr("method", "get"),
                el("label", attr("for", "asOf"), text("as of, UTC")),
                el(
                        "input",
                        attr("id", "asOf"),
                        attr("name", "asOf"),
                        attr("type", "datetime-local"),
                        attr("step", "1"),
                        attr("value", value)),
                el("button", "Show"),
                now);
    }

    /** The time that is shown. */
    public Instant shown(InstantSource clock) {
        return asOf.orElseGet(clock::instant);
    }

    /** A page of this organisation, at the time one is looking at. */
    public Address to(String path) {
        return Address.of("/o/" + org + "/" + path)
                .with("asOf", asOf.map(Instant::toString).orElse(""));
    }

    /** To be appended to links, so that one stays in the time one is looking at. */
    public String query() {
        return asOf.map(at -> "?asOf=" + at).orElse("");
    }
}
