package dev.muster.core.governance.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.audit.exchange.Content;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapTableTest {
    private static final Instant CAME = Instant.parse("2026-11-01T00:00:00Z");

    private static ExchangeStore.Received paper(String topic, String withdrawn) {
        return new ExchangeStore.Received(
                "lens",
                new Content.Paper(topic, 1, topic, "", topic, "1", "", "text/plain", new byte[32], 1),
                "r",
                CAME,
                withdrawn);
    }

    private static List<Boolean> met(String profile, String documents, String statement, Optional<Instant> ordered) {
        return GapTable.of(
                        profile,
                        documents,
                        statement.isEmpty()
                                ? Optional.empty()
                                : Optional.of(statement.getBytes(StandardCharsets.UTF_8)),
                        List.of(paper("cost-sheet", ""), paper("training", "wrong")),
                        ordered)
                .stream()
                .map(GapTable.Line::met)
                .toList();
    }

    @Test
    void whatTheMakerDoesNotSpeakOfIsAGap() {
        String says = "{\"capabilities\":[{\"requirement\":\"A/1\",\"level\":\"partial\"}]}";
        assertThat(met("A/1 partial\nA/1, A/2 none, A/3 perhaps", "", says, Optional.empty()))
                .as("a level that does not exist is met by nobody; none is met by silence only when said")
                .containsExactly(true, false, false, false);
        assertThat(met("A/1", "", "", Optional.empty())).containsExactly(false);
        assertThat(met("A/1", "", "[]", Optional.empty())).containsExactly(false);
    }

    @Test
    void saidTwiceTheWeakerWordCounts() {
        assertThat(met(
                        "A/1",
                        "",
                        "{\"capabilities\":[{\"requirement\":\"A/1\",\"level\":\"full\"},"
                                + "{\"requirement\":\"A/1\",\"level\":\"none\"}]}",
                        Optional.empty()))
                .containsExactly(false);
    }

    @Test
    void papersMustBeThereBeforeTheOrderAndNotBeWithdrawn() {
        assertThat(met("", "cost-sheet, training, contact", "", Optional.empty()))
                .containsExactly(true, false, false);
        assertThat(met("", "cost-sheet", "", Optional.of(CAME))).containsExactly(false);
        assertThat(met("", "cost-sheet", "", Optional.of(CAME.plusSeconds(1)))).containsExactly(true);
    }
}
