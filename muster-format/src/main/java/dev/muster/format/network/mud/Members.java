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
    private final List<JsonCursor> objects = new ArrayList<>();
    private final List<Finding> findings;
    private final Set<String> asked = new HashSet<>();
    private boolean ambiguous;

    /** Most objects have no member with a module's name, and need not be asked for any. */
    private boolean modules;

    /** @throws JsonException when the value is no object */
    Members(JsonCursor object, List<Finding> findings) {
        this.object = object;
        this.findings = findings;
        add(object);
    }

    private void add(JsonCursor one) {
        for (String name : one.names()) {
            modules |= name.indexOf(':') >= 0;
        }
        objects.add(one);
    }

    /** Looks also into a container that drafts had around members that stand here now. */
    void into(String module, String draft) {
        drafted(Optional.empty(), module, draft).ifPresent(at -> {
            if (quietly(at, at::names).isPresent()) {
                add(at);
            } else {
                ambiguous = true;
            }
        });
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
        if (!modules) {
            asked.add(name);
            return find(name);
        }
        return either(name, module + ":" + name, Code.MODULE_NOT_NEEDED);
    }

    /** A member that another module adds: its name with the module is right. */
    Optional<JsonCursor> added(String module, String name) {
        if (!modules && find(name).isEmpty()) {
            return Optional.empty();
        }
        return either(module + ":" + name, name, Code.NAME_WITHOUT_MODULE);
    }

    /**
     * A member under its name or one that drafts gave it.
     *
     * @param right what was found under its name
     */
    Optional<JsonCursor> drafted(Optional<JsonCursor> right, String module, String... drafts) {
        Optional<JsonCursor> found = right;
        for (String draft : drafts) {
            Optional<JsonCursor> at = find(draft);
            Optional<JsonCursor> old = at.isPresent() || !modules ? at : find(module + ":" + draft);
            if (old.isPresent()) {
                asked.add(draft);
                asked.add(module + ":" + draft);
                note(Code.WORD_OF_A_DRAFT, old.get(), "\"" + draft + "\" is the word of a draft or of old tools");
                ambiguous |= found.isPresent();
                found = found.or(() -> old);
            }
        }
        return found;
    }

    private Optional<JsonCursor> either(String right, String wrong, Code code) {
        asked.add(right);
        asked.add(wrong);
        Optional<JsonCursor> found = find(right);
        Optional<JsonCursor> other = find(wrong);
        if (other.isPresent()) {
            ambiguous |= found.isPresent();
            note(
                    code,
                    other.get(),
                    "\"" + wrong + "\" is written \"" + right + "\""
                            + (found.isPresent() ? " and is there twice: not used" : ""));
        }
        return found.or(() -> other);
    }

    private Optional<JsonCursor> find(String name) {
        if (objects.size() == 1) {
            return object.find(name);
        }
        List<JsonCursor> all =
                objects.stream().flatMap(one -> one.find(name).stream()).toList();
        ambiguous |= all.size() > 1;
        return all.stream().findFirst();
    }

    /** Every member that was not asked for; true when there is none, and none that was asked for is there twice. */
    boolean nothingElse(Code code) {
        boolean nothing = !ambiguous;
        for (JsonCursor one : objects) {
            if (asked.containsAll(one.names())) {
                continue;
            }
            for (Map.Entry<String, JsonCursor> member : one.members()) {
                String name = member.getKey();
                // RFC 7952 §5.2: annotations of YANG data begin with @ and change nothing.
                if (!asked.contains(name) && !name.startsWith("@")) {
                    note(code, member.getValue(), "the member \"" + name + "\" is not known");
                    nothing = false;
                }
            }
        }
        return nothing;
    }

    /** Every member that was not asked for, where extensions may add some (RFC 8520 §3): theirs have a module's name. */
    void extensionsOnly() {
        for (Map.Entry<String, JsonCursor> member : object.members()) {
            String name = member.getKey();
            if (!asked.contains(name) && !name.startsWith("@")) {
                boolean added = name.indexOf(':') > 0 && !name.startsWith(MudReader.MUD + ":");
                note(
                        added ? Code.EXTENSION_UNKNOWN : Code.MEMBER_UNKNOWN,
                        member.getValue(),
                        "the member \"" + name + "\" is not known" + (added ? " and not used" : ""));
            }
        }
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
                    && t.value().matches("(?i)true|false")) {
                note(Code.BOOLEAN_AS_TEXT, at, "\"" + t.value() + "\" in quotation marks");
                return Optional.of(t.value().equalsIgnoreCase("true"));
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
