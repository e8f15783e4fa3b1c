package dev.muster.server.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * HTML that cannot be broken into: text is escaped where it stands, attribute names are from a list, links lead to this
 * server only, and there is no way to write a script, a style or an event handler.
 */
public final class Html {
    /** One piece of a page: markup that is already safe, or an attribute of the element around it. */
    public sealed interface Node {
        /** Nothing at all. */
        Node NOTHING = new Markup("");
    }

    /** Longer than anything that a person reads in one piece; what devices and makers say can be megabytes. */
    static final int TEXT_CHARS_MAX = 16 * 1024;

    /** What one list may come to: a page has a few of them, and all of it is in memory before it is sent. */
    static final int LIST_CHARS_MAX = 512 * 1024;

    private record Markup(String html) implements Node {}

    private record Attribute(String name, String value) implements Node {}

    private static final Pattern TAG = Pattern.compile("[a-z][a-z0-9]*");
    private static final Set<String> FORBIDDEN_TAGS = Set.of("script", "style", "iframe", "object", "embed", "base");
    private static final Set<String> ATTRIBUTES = Set.of(
            "class",
            "id",
            "title",
            "lang",
            "role",
            "scope",
            "name",
            "type",
            "value",
            "method",
            "datetime",
            "for",
            "colspan",
            "tabindex",
            "placeholder",
            "open",
            "selected",
            "required",
            "maxlength",
            "autocomplete",
            "width",
            "height",
            "x",
            "y",
            "d",
            "viewBox",
            "preserveAspectRatio",
            "min",
            "max",
            "step");
    private static final Set<String> LINKS = Set.of("href", "action", "src");
    private static final Set<String> VOID_TAGS = Set.of("br", "hr", "img", "input", "link", "meta");

    private Html() {}

    /** Escaped text, cut where it is too long to be read. */
    public static Node text(String text) {
        if (text.length() <= TEXT_CHARS_MAX) {
            return new Markup(escape(text));
        }
        int end = Character.isHighSurrogate(text.charAt(TEXT_CHARS_MAX - 1)) ? TEXT_CHARS_MAX - 1 : TEXT_CHARS_MAX;
        return new Markup(escape(text.substring(0, end) + "… (" + (text.length() - end) + " characters more)"));
    }

    /** How many characters of the page it makes. */
    static int length(Node node) {
        return node instanceof Markup(String html) ? html.length() : 0;
    }

    /** @throws IllegalArgumentException for a name or a link that is not allowed */
    public static Node attr(String name, String value) {
        if (LINKS.contains(name)) {
            boolean here = value.startsWith("/") || value.startsWith("?") || value.startsWith("#");
            if (!here || value.startsWith("//") || value.startsWith("/\\")) {
                throw new IllegalArgumentException("a link must stay on this server: " + value);
            }
        } else if (!ATTRIBUTES.contains(name) && !name.startsWith("aria-") && !name.startsWith("data-")) {
            throw new IllegalArgumentException("attribute " + name + " is not allowed");
        }
        return new Attribute(name, value);
    }

    /** An element; attributes among the parts go into its tag, in order. */
    public static Node el(String tag, Node... parts) {
        return el(tag, List.of(parts));
    }

    public static Node el(String tag, List<Node> parts) {
        if (!TAG.matcher(tag).matches() || FORBIDDEN_TAGS.contains(tag)) {
            throw new IllegalArgumentException("element " + tag + " is not allowed");
        }
        StringBuilder open = new StringBuilder("<").append(tag);
        StringBuilder inside = new StringBuilder();
        for (Node part : parts) {
            switch (part) {
                case Attribute(String name, String value) ->
                    open.append(' ')
                            .append(name)
                            .append("=\"")
                            .append(escape(value))
                            .append('"');
                case Markup(String html) -> inside.append(html);
            }
        }
        open.append('>').append(inside);
        return new Markup(
                VOID_TAGS.contains(tag)
                        ? open.toString()
                        : open.append("</").append(tag).append('>').toString());
    }

    /** An element with nothing but text in it. */
    public static Node el(String tag, String text) {
        return el(tag, text(text));
    }

    public static Node all(List<Node> nodes) {
        StringBuilder html = new StringBuilder();
        for (Node node : nodes) {
            if (node instanceof Markup(String part)) {
                html.append(part);
            } else {
                throw new IllegalArgumentException("an attribute needs an element around it");
            }
        }
        return new Markup(html.toString());
    }

    /** One after the other, until it is too long for a page; then it says how many are left out. */
    public static <T> Node each(List<T> items, Function<T, Node> render) {
        return each(items, render, left -> text(" … and " + left + " more, too long to show together."));
    }

    /** @param rest shown in the place of those that are left out, given how many */
    static <T> Node each(List<T> items, Function<T, Node> render, IntFunction<Node> rest) {
        List<Node> nodes = new ArrayList<>();
        int length = 0;
        for (T item : items) {
            if (length > LIST_CHARS_MAX) {
                nodes.add(rest.apply(items.size() - nodes.size()));
                break;
            }
            Node node = render.apply(item);
            length += length(node);
            nodes.add(node);
        }
        return all(nodes);
    }

    /** The text of a page. */
    public static String render(Node node) {
        return switch (node) {
            case Markup(String html) -> html;
            case Attribute attribute -> throw new IllegalArgumentException("a page is not an attribute: " + attribute);
        };
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
