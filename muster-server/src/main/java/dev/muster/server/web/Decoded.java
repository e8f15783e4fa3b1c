package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.Event;
import dev.muster.format.inspect.Inspection;
import dev.muster.format.inspect.Inspector;
import dev.muster.format.inspect.Node;
import dev.muster.format.inspect.Trust;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** What the byte strings of an event are, as {@code muster inspect} says it: evidence, manifests, certificates. */
public final class Decoded {
    /** Shorter ones are digests, nonces and names. */
    private static final int BYTES_LEAST = 65;

    /** More lines than this are for the command line. */
    private static final int LINES_MOST = 400;

    private static final Inspector INSPECTOR = new Inspector(Trust.NONE);

    private Decoded() {}

    /** Nothing where an event carries none. */
    public static Html.Node of(Event event) {
        List<Html.Node> parts = new ArrayList<>();
        RecordComponent[] components = event.getClass().getRecordComponents();
        if (components == null) {
            return Html.Node.NOTHING;
        }
        for (RecordComponent component : components) {
            bytes(event, component).ifPresent(content -> {
                Inspection inspection = INSPECTOR.inspect(content);
                parts.add(el(
                        "section",
                        el("h2", "Its " + words(component.getName()) + ": " + inspection.kind()),
                        el("ul", attr("class", "decoded"), lines(inspection.root(), new int[] {LINES_MOST}))));
            });
        }
        return Html.all(parts);
    }

    private static java.util.Optional<byte[]> bytes(Event event, RecordComponent component) {
        if (component.getType() != byte[].class) {
            return java.util.Optional.empty();
        }
        try {
            return java.util.Optional.ofNullable(
                            (byte[]) component.getAccessor().invoke(event))
                    .filter(content -> content.length >= BYTES_LEAST);
        } catch (ReflectiveOperationException notOpen) {
            return java.util.Optional.empty();
        }
    }

    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    }

    private static Html.Node lines(Node node, int[] left) {
        if (left[0]-- <= 0) {
            return Html.Node.NOTHING;
        }
        String line = node.label() + (node.value().isEmpty() ? "" : ": " + node.value());
        if (node.children().isEmpty()) {
            return el("li", text(line));
        }
        List<Html.Node> children = new ArrayList<>();
        for (Node child : node.children()) {
            children.add(lines(child, left));
        }
        return el("li", text(line), el("ul", Html.all(children)));
    }
}
