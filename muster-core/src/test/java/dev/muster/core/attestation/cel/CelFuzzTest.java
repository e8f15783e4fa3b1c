package dev.muster.core.attestation.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, it is true, false, or refused with its place; and the same each time. */
class CelFuzzTest {
    private static final Map<String, Object> VALUES =
            Map.of("n", 5L, "s", "text", "list", List.of(1L, "a"), "map", Map.of("a", true));

    private static final List<String> WORDS = List.of(
            "n",
            "s",
            "list",
            "map",
            "x",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ".",
            ",",
            ":",
            "?",
            "!",
            "-",
            "+",
            "*",
            "%",
            "&&",
            "||",
            "==",
            "<",
            " in ",
            "'a'",
            "1",
            "0",
            "true",
            "null",
            ".all(x,",
            ".map(x,",
            ".size()",
            "has(map.a)");

    @FuzzTest(maxDuration = "20s")
    void holdsOrRefuses(FuzzedDataProvider data) {
        take(data.consumeRemainingAsString());
    }

    @Test
    void wordsInAnyOrderHoldOrAreRefused() {
        Random random = new Random(20261130);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(WORDS.get(random.nextInt(WORDS.size())));
            }
            take(text.toString());
        }
    }

    private static void take(String text) {
        assertThat(outcome(text)).isEqualTo(outcome(text));
    }

    private static String outcome(String text) {
        try {
            return String.valueOf(
                    CelExpression.of(text, VALUES.keySet()).holds(name -> Objects.requireNonNull(VALUES.get(name))));
        } catch (CelException refused) {
            assertThat(refused.column()).isBetween(1, CelExpression.MAX_CHARS + 1);
            return String.valueOf(refused.getMessage());
        }
    }
}
