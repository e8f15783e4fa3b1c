package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A timeline tells people what happened: no event is shown to them as the name of its type. */
class SentencesTest {
    private static final Pattern MEMBER = Pattern.compile("\\{([a-zA-Z]+)}");

    private static Map<String, Class<?>> events() {
        Map<String, Class<?>> all = new TreeMap<>();
        Topics.ALL.forEach(topic -> topic.events().forEach(root -> collect(root, all)));
        return all;
    }

    private static void collect(Class<?> type, Map<String, Class<?>> all) {
        if (type.isRecord()) {
            all.put(type.getAnnotation(EntryType.class).value(), type);
        } else {
            Arrays.stream(type.getPermittedSubclasses()).forEach(one -> collect(one, all));
        }
    }

    private static Map<String, String> words() throws Exception {
        try (var in = SentencesTest.class.getResourceAsStream("/console/words.tsv")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .peek(line -> assertThat(line).as(line[0]).hasSize(2))
                    .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        }
    }

    @Test
    void everyLineIsAboutAnEventAndItsMembers() throws Exception {
        Map<String, Class<?>> events = events();
        words().forEach((type, words) -> {
            assertThat(events).as("an event").containsKey(type);
            List<String> members = Arrays.stream(events.get(type).getRecordComponents())
                    .filter(one -> !one.getType().isArray())
                    .map(one -> one.getName())
                    .toList();
            assertThat(MEMBER.matcher(words).results().map(found -> found.group(1)))
                    .as(type)
                    .isSubsetOf(members);
        });
    }

    /** An event has a line of words, or a topic's sentence names its class. */
    @Test
    void everyEventIsTold() throws Exception {
        String sentences = sources();
        Map<String, String> words = words();
        assertThat(events().entrySet().stream()
                        .filter(event -> !words.containsKey(event.getKey()))
                        .filter(event -> !Pattern.compile(
                                        "\\b" + event.getValue().getSimpleName() + " \\w+ (->|&&)|instanceof (\\w+\\.)?"
                                                + event.getValue().getSimpleName() + "\\b")
                                .matcher(sentences)
                                .find())
                        .map(Map.Entry::getKey))
                .as("add a line to console/words.tsv, or a sentence to the topic")
                .isEmpty();
        assertThat(Event.class).isInterface();
    }

    private static String sources() throws Exception {
        Path main = Path.of(System.getProperty("muster.root"), "muster-server/src/main/java");
        try (Stream<Path> files = Files.walk(main)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(one -> one.getFileName().toString().matches(".*(Sentence|Topic)\\.java"))
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
