package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.access.SignedOut;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** Where a topic says nothing of its own, words stand in the place of a type's name, for a newcomer's events too. */
    @Test
    void noEventIsShownAsTheNameOfItsType() {
        Contributions bare = new Contributions();
        events().keySet().forEach(type -> {
            String told = bare.sentence(new Told(entry(type), Optional.empty()));
            assertThat(told).as(type).isNotBlank().doesNotContain(type).doesNotContain("-");
        });
        assertThat(bare.sentence(new Told(entry("access.signed-out"), Optional.of(new SignedOut("anna", "h")))))
                .isEqualTo("anna signed out");
        assertThat(bare.sentence(new Told(entry("newer.thing-done"), Optional.of(new SignedOut("anna", "h")))))
                .isEqualTo("thing done");
    }

    private static Entry entry(String type) {
        Instant at = Instant.parse("2026-11-21T20:00:00Z");
        return new Entry(
                1,
                new OrgId("demo"),
                type,
                new Subject("org", "demo"),
                at,
                at,
                "muster",
                new byte[32],
                Optional.empty(),
                Optional.empty());
    }
}
