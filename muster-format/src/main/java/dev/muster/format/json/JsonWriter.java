package dev.muster.format.json;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/** Writes values as UTF-8, members in their order. */
public final class JsonWriter {
    private static final int INDENT = 2;

    private final StringBuilder out = new StringBuilder();
    private final boolean lines;

    private JsonWriter(boolean lines) {
        this.lines = lines;
    }

    /** Without any space. */
    public static byte[] compact(Json value) {
        return written(value, false);
    }

    /** A line for each member and element, two spaces in; a newline at the end. */
    public static byte[] indented(Json value) {
        return written(value, true);
    }

    private static byte[] written(Json value, boolean lines) {
        JsonWriter writer = new JsonWriter(lines);
        writer.write(value, 0);
        if (lines) {
            writer.out.append('\n');
        }
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(Json value, int depth) {
        switch (value) {
            case Json.Obj object -> object(object, depth);
            case Json.Arr array -> array(array, depth);
            case Json.Text text -> quoted(text.value());
            case Json.Num number -> out.append(number.value());
            case Json.Bool bool -> out.append(bool.value());
            case Json.Null nothing -> out.append("null");
        }
    }

    private void object(Json.Obj object, int depth) {
        out.append('{');
        for (Iterator<Map.Entry<String, Json>> all = object.members().entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Json> member = all.next();
            line(depth + 1);
            quoted(member.getKey());
            out.append(lines ? ": " : ":");
            write(member.getValue(), depth + 1);
            end(all.hasNext(), depth);
        }
        out.append('}');
    }

    private void array(Json.Arr array, int depth) {
        out.append('[');
        for (Iterator<Json> all = array.elements().iterator(); all.hasNext(); ) {
            line(depth + 1);
            write(all.next(), depth + 1);
            end(all.hasNext(), depth);
        }
        out.append(']');
    }

    private void end(boolean more, int depth) {
        if (more) {
            out.append(',');
        } else {
            line(depth);
        }
    }

    private void line(int depth) {
        if (lines) {
            out.append('\n').repeat(' ', depth * INDENT);
        }
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
