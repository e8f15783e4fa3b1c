package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

/**
 * A form for something that other people will feel: closed until it is asked for, it says what will happen, wants a
 * reason, and sends both to the API. The page's script posts it as JSON; without script nothing is done.
 *
 * @param label of the button, such as {@code Quarantine}
 * @param consequence one sentence: what happens then
 * @param path of the API, on this server
 */
public record Act(String label, String consequence, String path) {
    /** As long as a reason may be in a form; the API has its own limit. */
    private static final String REASON_MAX = "500";

    public Html.Node render() {
        String id = "why-" + label.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
        return el(
                "details",
                attr("class", "act"),
                attr("id", "act-" + id),
                el("summary", label + "…"),
                el(
                        "form",
                        attr("class", "act"),
                        attr("data-post", path),
                        el("p", consequence),
                        el("label", attr("for", id), text("Why? It is kept on record.")),
                        el(
                                "input",
                                attr("id", id),
                                attr("name", "reason"),
                                attr("type", "text"),
                                attr("required", ""),
                                attr("maxlength", REASON_MAX),
                                attr("autocomplete", "off")),
                        el("button", attr("class", "sure"), text(label))));
    }

    /**
     * A button for what can be done again and again without harm.
     *
     * @param body JSON
     */
    public static Html.Node button(String label, String path, String body) {
        return el("button", attr("type", "button"), attr("data-post", path), attr("data-body", body), text(label));
    }
}
