package dev.muster.cli.api;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The page after a page of an answer (RFC 8288). */
final class Next {
    /** On the same server: the token goes nowhere else, whatever a link says. */
    private static final Pattern LINK = Pattern.compile("<(/(?!/)[^>]*)>;\\s*rel=\"?next\"?");

    private Next() {}

    /** The path with its query; empty after the last page. */
    static Optional<String> of(HttpResponse<?> page) {
        return page.headers()
                .firstValue("link")
                .map(LINK::matcher)
                .filter(Matcher::matches)
                .map(link -> link.group(1));
    }

    /** Adds what a page lists to what those before it list; what is no list is on each of them, and the newest counts. */
    static void append(JsonNode whole, JsonNode page) {
        if (whole instanceof ArrayNode rows && page instanceof ArrayNode more) {
            rows.addAll(more);
            return;
        }
        page.properties().forEach(member -> {
            if (whole.get(member.getKey()) instanceof ArrayNode rows && member.getValue() instanceof ArrayNode more) {
                rows.addAll(more);
            } else if (whole instanceof ObjectNode document) {
                document.set(member.getKey(), member.getValue());
            }
        });
    }
}
