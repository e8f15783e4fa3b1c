package dev.muster.server.governance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Field;
import dev.muster.core.governance.Instance;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.util.Locale;

/** A field of a record as people read it: amounts with their point, records and devices as links. */
record FieldCell(Frame frame, Field field) {
    /** Of a long text so much is enough to tell records apart in a list. */
    private static final int LIST_CHARS = 60;

    private static final int SHORT_CHARS = 18;

    /** {@code training-until} as people write it. */
    String head() {
        String name = field.name().replace('-', ' ');
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** In a list. */
    Html.Node of(Instance record) {
        String value = record.fields().getOrDefault(field.name(), "");
        return value.isEmpty()
                ? text("–")
                : node(value, value.length() > LIST_CHARS ? LIST_CHARS : value.length(), currency(record));
    }

    /** On the record's own page. */
    Html.Node whole(Instance record, String value) {
        return node(value, value.length(), currency(record));
    }

    private static String currency(Instance record) {
        return record.fields().getOrDefault("currency", "");
    }

    private Html.Node node(String value, int most, String currency) {
        String shown = value.substring(0, most) + (most < value.length() ? "…" : "");
        return switch (field.type()) {
            case LINK -> link(BoardPage.record(frame, field.target(), value), shown);
            case DEVICE -> link(frame.to("devices/" + Address.segment(value)).toString(), shown);
            case MONEY -> text(BudgetPage.amount(Long.parseLong(value), currency));
            case TIME ->
                el("time", attr("datetime", value), attr("class", "short"), text(Shown.exact(Instant.parse(value))));
            default -> text(shown);
        };
    }

    /** A short id is not broken at its hyphens. */
    static Html.Node link(String to, String shown) {
        return el("a", attr("href", to), attr("class", shown.length() <= SHORT_CHARS ? "short" : ""), text(shown));
    }
}
