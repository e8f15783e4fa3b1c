package dev.muster.checks.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows were judged a second time by hand, forty by who had worked on the checks ({@code docs/judged-twice.md}) and twenty
 * others by who had not ({@code docs/judged-blind.md}). Their drawing cannot be chosen, the verdicts of the checks stand there
 * as they are today, and each difference has an explanation.
 */
class JudgedTwiceTest {
    private static final Round FORTY = new Round("judged-twice.md", 20261129, 40);
    private static final Round TWENTY = new Round("judged-blind.md", 20261130, 20);

    @TempDir
    Path root;

    /** One table. */
    record Round(String file, long seed, int rows) {
        /** Shuffled by {@link Random}, whose sequence the Java platform promises for a seed. */
        List<String> drawn(List<String> without) {
            List<String> ids = new ArrayList<>(World.ASSESSOR.catalogue().requirements().stream()
                    .map(row -> row.id().text())
                    .sorted()
                    .toList());
            Collections.shuffle(ids, new Random(seed));
            return ids.stream().filter(id -> !without.contains(id)).limit(rows).toList();
        }

        String text() throws IOException {
            return Files.readString(Path.of("..", "docs", file));
        }

        /** Cells of the table: row, by hand, by the checks, what the facts show, why they differ. */
        List<List<String>> table() throws IOException {
            return text().lines()
                    .filter(line -> line.matches("\\| [A-Z0-9-]+/.*"))
                    .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                    .toList();
        }
    }

    static Stream<Round> rounds() {
        return Stream.of(FORTY, TWENTY);
    }

    private Map<String, Verdict.Kind> healthy() {
        return new Fleet(root.resolve("healthy")).world.stands(Fleet.CAM);
    }

    private static String word(Verdict.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theRowsAreThoseOfTheSeedAndTheVerdictsThoseOfToday(Round round) throws IOException {
        Map<String, Verdict.Kind> stands = healthy();
        List<List<String>> table = round.table();
        List<String> before = round.equals(FORTY) ? List.of() : FORTY.drawn(List.of());
        assertThat(table.stream().map(List::getFirst)).containsExactlyElementsOf(round.drawn(before));
        assertThat(table).allSatisfy(cells -> {
            assertThat(cells).hasSize(5);
            assertThat(cells.get(2))
                    .as("what the checks say of %s", cells.getFirst())
                    .isEqualTo(word(stands.getOrDefault(cells.getFirst(), Verdict.Kind.UNKNOWN)));
            if (!cells.get(1).equals(cells.get(2))) {
                assertThat(cells.get(4)).as("why %s differs", cells.getFirst()).hasSizeGreaterThan(20);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theTableCountsItself(Round round) throws IOException {
        List<List<String>> table = round.table();
        long same = table.stream()
                .filter(cells -> cells.get(1).equals(cells.get(2)))
                .count();
        assertThat(round.text())
                .contains("seed " + round.seed())
                .contains(same + " of " + round.rows() + " are judged the same");
    }
}
