package dev.muster.format.network.mud;

import dev.muster.format.json.JsonCursor;
import dev.muster.format.json.JsonException;
import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One object of the file: finds members with and without the name of their module (RFC 7951 §4), notes what is odd, and
 * says at the end which members nobody asked for.
 */
final class Members {
    private final JsonCursor object;
    private final List<Finding> findings;
    private final Set<String> asked = new HashSet<>();

    /** @throws JsonException when the value is no object */
    Members(JsonCursor object, List<Finding> findings) {
        this.object = object;
        this.findings = findings;
        object.names();
    }

    JsonCursor cursor() {
        return object;
    }

    List<Finding> findings() {
        return findings;
    }

    void note(Code code, String words) {
        note(code, object, words);
    }

    void note(Code code, JsonCursor at, String words) {
        findings.add(new Finding(code, at.path().isEmpty() ? "/" : at.path(), words));
    }

    /** A member of the object's own module: the bare name is right. */
    Optional<JsonCursor> own(String module, String name) {
        return either(name, module + ":" + name, Code.MODULE_NOT_NEEDED);
    }

    /** A member that another module adds: its name with the module is right. */
    Optional<JsonCursor> added(String module, String name) {
        return either(module + ":" + name, name, Code.NAME_WITHOUT_MODULE);
    }

    private Optional<JsonCursor> either(String right, String wrong, Code code) {
        asked.add(right);
        asked.add(wrong);
        Optional<JsonCursor> found = object.find(right);
        Optional<JsonCursor> other = object.find(wrong);
        if (other.isPresent()) {
            note(
                    code,
                    other.get(),
                    "\"" + wrong + "\" is written \"" + right + "\""
                            + (found.isPresent() ? " and is there twice: not used" : ""));
        }
        return found.or(() -> other);
    }

    /** Every member that was not asked for; true when there is none. */
    boolean nothingElse(Code code) {
        boolean nothing = true;
        for (Map.Entry<String, JsonCursor> member : object.members()) {
            // RFC 7952 §5.2: annotations of YANG data begin with @ and change nothing.
            if (!asked.contains(member.getKey()) && !member.getKey().startsWith("@")) {
                note(code, member.getValue(), "the member \"" + member.getKey() + "\" is not known");
                nothing = false;
            }
        }
        return nothing;
    }

    /** A string; anything else is noted and is not there. */
    Optional<String> text(Optional<JsonCursor> member) {
        return member.flatMap(at -> quietly(at, at::text));
    }

    /** A list of strings; entries of another type are noted and left out. */
    List<String> texts(Optional<JsonCursor> member) {
        List<String> all = new ArrayList<>();
        for (JsonCursor entry : elements(member)) {
            quietly(entry, entry::text).ifPresent(all::add);
        }
        return all;
    }

    /** The elements of an array; anything else is noted and has none. */
    List<JsonCursor> elements(Optional<JsonCursor> member) {
        return member.flatMap(at -> quietly(at, at::elements)).orElse(List.of());
    }

    /** A number; digits in quotation marks are noted and taken. */
    Optional<Long> number(JsonCursor at, long least, long most) {
        Optional<String> text =
                at.value() instanceof dev.muster.format.json.Json.Text t ? Optional.of(t.value()) : Optional.empty();
        if (text.filter(t -> t.matches("[0-9]{1,9}")).isPresent()) {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                note(Code.NUMBER_AS_TEXT, at, "a number in quotation marks");
                return Optional.of(value);
            }
        }
        return quietly(at, () -> at.integer(least, most));
    }

    /** True or false; the words in quotation marks are noted and taken. */
    Optional<Boolean> truth(Optional<JsonCursor> member) {
        return member.flatMap(at -> {
            if (at.value() instanceof dev.muster.format.json.Json.Text t
                    && t.value().matches("true|false")) {
                note(Code.BOOLEAN_AS_TEXT, at, "\"" + t.value() + "\" in quotation marks");
                return Optional.of(t.value().equals("true"));
            }
            return quietly(at, at::truth);
        });
    }

    private interface Read<T> {
        T read();
    }

    private <T> Optional<T> quietly(JsonCursor at, Read<T> read) {
        try {
            return Optional.of(read.read());
        } catch (JsonException wrong) {
            note(Code.MEMBER_NOT_READ, at, wrong.reason());
            return Optional.empty();
        }
    }
}
