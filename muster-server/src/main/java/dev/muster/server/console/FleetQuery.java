package dev.muster.server.console;

import dev.muster.server.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which devices a page of the fleet shows.
 *
 * @param prefix how their ids begin
 * @param byName in order of id; otherwise those that need someone first
 * @param page from 0
 */
record FleetQuery(
        Optional<String> prefix,
        Optional<String> state,
        Optional<String> verdict,
        Optional<String> software,
        boolean byName,
        int page) {
    /** A person turns pages; a program asks the API. */
    private static final int MAX_PAGE = 10_000;

    static final FleetQuery FIRST =
            new FleetQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, 0);

    static FleetQuery of(Request request) {
        return new FleetQuery(
                given(request, "device"),
                given(request, "state"),
                given(request, "verdict"),
                given(request, "software"),
                request.query("sort").filter("device"::equals).isPresent(),
                (int) request.query("page", 0, 0, MAX_PAGE));
    }

    private static Optional<String> given(Request request, String name) {
        return request.query(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    boolean shows(DeviceSummary device) {
        return prefix.filter(text -> !device.id().startsWith(text)).isEmpty()
                && state.filter(text -> !device.state().equals(text)).isEmpty()
                && verdict.filter(text -> !device.verdict().equals(text)).isEmpty()
                && software.filter(text -> !device.software().equals(text)).isEmpty();
    }

    /** The same question for another page, as a query string that {@code more} may begin. */
    String link(String more, int to) {
        StringBuilder link = new StringBuilder(more.isEmpty() ? "?" : more + "&")
                .append("page=")
                .append(to);
        prefix.ifPresent(text -> link.append("&device=").append(encoded(text)));
        state.ifPresent(text -> link.append("&state=").append(encoded(text)));
        verdict.ifPresent(text -> link.append("&verdict=").append(encoded(text)));
        software.ifPresent(text -> link.append("&software=").append(encoded(text)));
        return byName ? link.append("&sort=device").toString() : link.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
