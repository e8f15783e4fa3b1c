package dev.muster.server.web;

import dev.muster.core.ledger.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How events are told whose topics have no {@link Sentence} for them: words of {@code console/words.tsv} with the members
 * of the record in them. An event that has no line there is told by the words of its name.
 */
final class Wording {
    /** A member that is longer makes no sentence. */
    private static final int VALUE_CHARS_MAX = 120;

    private static final Pattern MEMBER = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final Map<String, String> LINES = read();

    private Wording() {}

    private static Map<String, String> read() {
        try (InputStream in = Wording.class.getResourceAsStream("/console/words.tsv")) {
            if (in == null) {
                throw new IllegalStateException("console/words.tsv is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(line -> line[0], line -> line[1], (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> lines() {
        return Map.copyOf(LINES);
    }

    /** @param type of the entry, {@code topic.name} */
    static String of(String type, Optional<Event> event) {
        String words = LINES.get(type);
        if (event.isEmpty() || words == null) {
            String name = type.substring(type.indexOf('.') + 1).replace('-', ' ');
            return event.isPresent() ? name : name + " (what it said is erased, or of a newer Muster)";
        }
        Matcher members = MEMBER.matcher(words);
        StringBuilder told = new StringBuilder();
        while (members.find()) {
            members.appendReplacement(told, Matcher.quoteReplacement(member(event.get(), members.group(1))));
        }
        members.appendTail(told);
        return told.toString().strip().replaceFirst("[:,(]+$", "");
    }

    private static String member(Event event, String name) {
        RecordComponent component = Stream.of(event.getClass().getRecordComponents())
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(event.getClass() + " has no " + name));
        try {
            return shown(component.getAccessor().invoke(event));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(Object value) {
        return switch (value) {
            case Optional<?> maybe -> maybe.map(Wording::shown).orElse("");
            case Instant at -> Shown.exact(at);
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            default -> {
                String text = value.toString();
                yield text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX) + "…";
            }
        };
    }
}
