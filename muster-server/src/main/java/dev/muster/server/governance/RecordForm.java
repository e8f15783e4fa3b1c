package dev.muster.server.governance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Field;
import dev.muster.core.governance.Workflows;
import dev.muster.server.web.Html;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One step as a form: closed until it is asked for, says what will be, wants a reason and the fields that the step needs.
 *
 * @param label of the button
 * @param consequence one sentence
 * @param path of the API; {@code {id}} in it stands for what is typed as the id
 */
record RecordForm(String label, String consequence, String path) {

    /**
     * @param needs fields that the step needs
     * @param may fields that it looks at, where they are said
     * @param known their present values
     * @param asksForId whether a new record is begun
     */
    Html.Node render(List<Field> needs, List<Field> may, Map<String, String> known, boolean asksForId) {
        String id = "step-" + label.toLowerCase(Locale.ROOT).replace(' ', '-');
        return el(
                "details",
                attr("class", "act"),
                attr("id", id),
                el("summary", label + "…"),
                el(
                        "form",
                        attr("class", "act"),
                        attr("data-post", path),
                        el("p", consequence),
                        asksForId
                                ? input(id, "id", "Its id: letters, digits and . _ : -", "", "64", true)
                                : Html.Node.NOTHING,
                        Html.each(needs, field -> input(id, field, known, true)),
                        Html.each(may, field -> input(id, field, known, false)),
                        input(id, "reason", "Why? It is kept on record.", "", "" + Workflows.MAX_REASON_CHARS, true),
                        el("button", attr("class", "sure"), text(label))));
    }

    private static Html.Node input(String form, Field field, Map<String, String> known, boolean required) {
        return input(
                form,
                "field." + field.name(),
                field.name() + ": " + field.meaning() + (required ? "" : " (where there is one)"),
                known.getOrDefault(field.name(), ""),
                "" + Field.MAX_CHARS,
                required);
    }

    private static Html.Node input(
            String form, String name, String label, String value, String most, boolean required) {
        String id = form + "-" + name.replace('.', '-');
        return Html.all(List.of(
                el("label", attr("for", id), text(label)),
                el(
                        "input",
                        attr("id", id),
                        attr("name", name),
                        attr("type", "text"),
                        attr("value", value),
                        required ? attr("required", "") : attr("data-optional", ""),
                        attr("maxlength", most),
                        attr("autocomplete", "off"))));
    }
}
