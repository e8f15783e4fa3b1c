package dev.muster.server.joining;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.web.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A form of joining's pages: closed until it is asked for, says what will happen, and wants a reason where others feel it.
 * The page's script posts it as JSON.
 *
 * @param label of the button
 * @param about what makes it another one than its neighbours of the same label
 * @param consequence one sentence
 * @param path of the API
 * @param fields in their order
 */
public record PageForm(String label, String about, String consequence, String path, List<Field> fields) {
    private static final String TEXT_MOST = "500";

    /** What a form asks for, or brings along. */
    public sealed interface Field {
        /** One line. */
        record Line(String name, String label) implements Field {}

        /** Many lines. */
        record Lines(String name, String label) implements Field {}

        /** One of these words. */
        record Choice(String name, String label, List<String> words, String chosen) implements Field {}

        /** Known already. */
        record Given(String name, String value) implements Field {}
    }

    /** Why, for the record. */
    public static final Field REASON = new Field.Line("reason", "Why? It is kept on record.");

    public Html.Node render() {
        String id = (label + "-" + about).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        List<Html.Node> parts = new ArrayList<>();
        parts.add(attr("class", "act"));
        parts.add(attr("data-post", path));
        parts.add(el("p", consequence));
        fields.forEach(field -> parts.add(shown(id, field)));
        parts.add(el("button", attr("class", "sure"), text(label)));
        return el("details", attr("class", "act"), attr("id", id), el("summary", label + "…"), el("form", parts));
    }

    private static Html.Node shown(String form, Field field) {
        return switch (field) {
            case Field.Given(String name, String value) ->
                el("input", attr("type", "hidden"), attr("name", name), attr("value", value));
            case Field.Line(String name, String label) ->
                labelled(
                        form,
                        name,
                        label,
                        el(
                                "input",
                                attr("id", form + "-" + name),
                                attr("name", name),
                                attr("type", "text"),
                                attr("required", ""),
                                attr("maxlength", TEXT_MOST),
                                attr("autocomplete", "off")));
            case Field.Lines(String name, String label) ->
                labelled(
                        form,
                        name,
                        label,
                        el("textarea", attr("id", form + "-" + name), attr("name", name), attr("required", "")));
            case Field.Choice(String name, String label, List<String> words, String chosen) ->
                labelled(
                        form,
                        name,
                        label,
                        el(
                                "select",
                                attr("id", form + "-" + name),
                                attr("name", name),
                                Html.each(
                                        words,
                                        word -> word.equals(chosen)
                                                ? el("option", attr("selected", ""), text(word))
                                                : el("option", word))));
        };
    }

    private static Html.Node labelled(String form, String name, String label, Html.Node input) {
        return Html.all(List.of(el("label", attr("for", form + "-" + name), text(label)), input));
    }
}
