package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the topics bring together holds together. */
class TopicsTest {
    @Test
    void whatACheckAsksForIsDeclaredByTheTopicThatStatesIt() {
        List<String> undeclared = new ArrayList<>();
        for (Check check : Topics.checks().all()) {
            Stream.concat(check.needs().stream(), check.considers().stream())
                    .filter(key -> Topics.vocabulary().stream().noneMatch(fact -> fact.covers(kind(key), key.key())))
                    .forEach(key -> undeclared.add(check.id() + " asks for " + key));
        }
        assertThat(undeclared).isEmpty();
    }

    private static String kind(FactKey key) {
        return key.scope().name().toLowerCase(Locale.ROOT);
    }

    @Test
    void noKeyIsDeclaredTwiceAndEachSaysWhatItMeans() {
        assertThat(Topics.vocabulary())
                .extracting(fact -> fact.subject() + " " + fact.key())
                .doesNotHaveDuplicates();
        assertThat(Topics.vocabulary()).extracting(DeclaredFact::meaning).noneMatch(String::isBlank);
        assertThat(Topics.vocabulary()).extracting(DeclaredFact::key).allMatch(key -> key.contains("."));
    }

    @Test
    void everyTopicHasANameOfItsOwn() {
        assertThat(Topics.ALL).extracting(topic -> topic.name()).doesNotHaveDuplicates();
    }
}
