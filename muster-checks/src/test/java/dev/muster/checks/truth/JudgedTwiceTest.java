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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forty rows were judged a second time by hand ({@code docs/judged-twice.md}). Their drawing cannot be chosen, the verdicts of
 * the checks stand there as they are today, and each difference has an explanation.
 */
class JudgedTwiceTest {
    static final long SEED = 20261129;
    static final int ROWS = 40;
    private static final Path TABLE = Path.of("..", "docs", "judged-twice.md");

    @TempDir
    Path root;

    /** Shuffled by {@link Random}, whose sequence the Java platform promises for a seed. */
    static List<String> drawn() {
        List<String> rows = new ArrayList<>(World.ASSESSOR.catalogue().requirements().stream()
                .map(row -> row.id().text())
                .sorted()
                .toList());
        Collections.shuffle(rows, new Random(SEED));
        return List.copyOf(rows.subList(0, ROWS));
    }

    /** Cells of the table: row, by hand, by the checks, why they differ. */
    private static List<List<String>> table() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.matches("\\| [A-Z0-9-]+/.*"))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                .toList();
    }

    private Map<String, Verdict.Kind> healthy() {
        return new Fleet(root.resolve("healthy")).world.stands(Fleet.CAM);
    }

    private static String word(Verdict.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Test
    void theRowsAreThoseOfTheSeedAndTheVerdictsThoseOfToday() throws IOException {
        Map<String, Verdict.Kind> stands = healthy();
        List<List<String>> table = table();
        assertThat(table.stream().map(List::getFirst)).containsExactlyElementsOf(drawn());
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

    @Test
    void theTableCountsItself() throws IOException {
        List<List<String>> table = table();
        long same = table.stream()
                .filter(cells -> cells.get(1).equals(cells.get(2)))
                .count();
        assertThat(Files.readString(TABLE))
                .contains("seed " + SEED)
                .contains(same + " of " + ROWS + " are judged the same");
    }
}
