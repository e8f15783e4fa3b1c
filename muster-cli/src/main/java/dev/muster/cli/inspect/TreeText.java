package dev.muster.cli.inspect;

import dev.muster.cli.Screen;
import dev.muster.format.inspect.Inspection;
import dev.muster.format.inspect.Node;
import dev.muster.format.inspect.SignatureVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An inspection as an indented tree and as JSON. */
final class TreeText {
    private TreeText() {}

    static void print(Inspection inspection, Screen screen) {
        screen.line(inspection.kind());
        inspection.notes().forEach(n -> screen.line("  note: " + n));
        screen.line("  signature: " + words(inspection.verdict()));
        inspection
                .fault()
                .ifPresent(f -> screen.line("  "
                        + (f.offset() < 0 ? f.reason() : "broken: " + f.reason() + " at byte " + f.offset())
                        + ", path "
                        + f.path()));
        Node root = inspection.root();
        if (!root.value().isEmpty()) {
            screen.line((root.label().isEmpty() ? "" : root.label() + ": ") + root.value());
        } else if (!root.label().isEmpty()) {
            screen.line(root.label());
        }
        children(root, "", screen);
    }

    private static void children(Node node, String indent, Screen screen) {
        List<Node> children = node.children();
        for (int i = 0; i < children.size(); i++) {
            Node child = children.get(i);
            boolean last = i == children.size() - 1;
            String text = child.value().isEmpty() ? child.label() : child.label() + ": " + child.value();
            screen.line(indent + (last ? "└─ " : "├─ ") + text);
            children(child, indent + (last ? "   " : "│  "), screen);
        }
    }

    static String words(SignatureVerdict verdict) {
        return switch (verdict) {
            case SignatureVerdict.Valid valid -> "valid, by " + valid.by();
            case SignatureVerdict.Invalid invalid -> "INVALID: " + invalid.reason();
            case SignatureVerdict.NotChecked not -> "not checked: " + not.reason();
            case SignatureVerdict.Unsigned u -> "none";
        };
    }

    static Map<String, Object> json(Inspection inspection) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", inspection.kind());
        json.put("signature", inspection.verdict().getClass().getSimpleName());
        json.put("signatureDetail", words(inspection.verdict()));
        json.put("notes", inspection.notes());
        inspection.fault().ifPresent(f -> json.put("fault", f));
        json.put("tree", node(inspection.root()));
        return json;
    }

    private static Map<String, Object> node(Node node) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("label", node.label());
        if (!node.value().isEmpty()) {
            json.put("value", node.value());
        }
        if (node.offset() >= 0) {
            json.put("offset", node.offset());
        }
        if (!node.children().isEmpty()) {
            List<Map<String, Object>> children = new ArrayList<>();
            node.children().forEach(c -> children.add(node(c)));
            json.put("children", children);
        }
        return json;
    }
}
