package dev.muster.format.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value and where it is. Every question that the value cannot answer throws {@link JsonException} with the pointer. */
public final class JsonCursor {
    private final Json value;
    private final @Nullable JsonCursor parent;
    private final String step;

    /** The pointer is put together when somebody asks: nearly nobody does. */
    private JsonCursor(Json value, @Nullable JsonCursor parent, String step) {
        this.value = value;
        this.parent = parent;
        this.step = step;
    }

    /** At the whole text. */
    public static JsonCursor of(Json whole) {
        return new JsonCursor(whole, null, "");
    }

    public Json value() {
        return value;
    }

    /** JSON pointer (RFC 6901); empty for the whole text. */
    public String path() {
        StringBuilder path = new StringBuilder();
        for (JsonCursor at = this; at != null && at.parent != null; at = at.parent) {
            path.insert(0, "/" + escaped(at.step));
        }
        return path.toString();
    }

    /** The member, which must be there. */
    public JsonCursor member(String name) {
        return find(name).orElseThrow(() -> fault("the member \"" + name + "\" is missing"));
    }

    /** The member when it is there; this must be an object. */
    public Optional<JsonCursor> find(String name) {
        Json found = object().get(name);
        return found == null ? Optional.empty() : Optional.of(new JsonCursor(found, this, name));
    }

    /** Every member, in the order of the text. */
    public List<Map.Entry<String, JsonCursor>> members() {
        List<Map.Entry<String, JsonCursor>> all = new ArrayList<>();
        object().forEach((name, item) -> all.add(Map.entry(name, new JsonCursor(item, this, name))));
        return all;
    }

    /** The names of the members. */
    public Set<String> names() {
        return object().keySet();
    }

    /** The elements of this array. */
    public List<JsonCursor> elements() {
        if (!(value instanceof Json.Arr array)) {
            throw expected("array");
        }
        List<JsonCursor> all = new ArrayList<>(array.elements().size());
        for (Json item : array.elements()) {
            all.add(new JsonCursor(item, this, Integer.toString(all.size())));
        }
        return all;
    }

    /** The string. */
    public String text() {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw expected("string");
    }

    /** The whole number between two bounds, both allowed. */
    public long integer(long least, long most) {
        if (!(value instanceof Json.Num number)) {
            throw expected("number");
        }
        long whole;
        try {
            whole = number.value().longValueExact();
        } catch (ArithmeticException e) {
            throw fault("the number is not whole, or too large");
        }
        if (whole < least || whole > most) {
            throw fault("the number is not between " + least + " and " + most);
        }
        return whole;
    }

    /** True or false. */
    public boolean truth() {
        if (value instanceof Json.Bool bool) {
            return bool.value();
        }
        throw expected("true or false");
    }

    public boolean isNull() {
        return value instanceof Json.Null;
    }

    /** A fault of this value. */
    public JsonException fault(String reason) {
        String path = path();
        return new JsonException(reason, path.isEmpty() ? "/" : path);
    }

    private Map<String, Json> object() {
        if (value instanceof Json.Obj object) {
            return object.members();
        }
        throw expected("object");
    }

    private JsonException expected(String words) {
        return fault("expected " + words + ", found " + value.words());
    }

    /** RFC 6901 §3. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
