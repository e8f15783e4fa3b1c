package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.EveryCheck;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.ShippedCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/governance-rows.md} says what the data says, and every row of it is one of the catalogue. */
class GovernanceRowsTest {
    @Test
    void theTableIsTheData() throws IOException {
        Map<String, Requirement> rows = new HashMap<>();
        ShippedCatalogue.read(EveryCheck.all().ids()).requirements().stream()
                .filter(row -> row.id().source().equals("NIST-NONTECH") && !row.excludedBySource())
                .forEach(row -> rows.put(row.id().id(), row));
        Map<String, List<String>> told = RowScenariosTest.told();
        List<String> expected = RowParts.shipped().all().stream()
                .map(part -> "| " + part.row() + " | " + rows.get(part.row()).paraphrase() + " | " + part.machine()
                        + " | " + part.kind() + " `" + part.name() + "` | `"
                        + told.getOrDefault(part.row(), List.of("nowhere")).getFirst() + "` | "
                        + String.join(", ", part.brokenBy()) + " |")
                .toList();
        Path file = Path.of(System.getProperty("muster.root"), "docs", "governance-rows.md");
        List<String> lines = Files.readAllLines(file);
        if (Boolean.getBoolean("muster.write")) {
            List<String> written = new ArrayList<>(
                    lines.stream().filter(line -> !line.startsWith("| NT-")).toList());
            written.addAll(expected);
            Files.write(file, written);
            lines = written;
        }
        List<String> table =
                lines.stream().filter(line -> line.startsWith("| NT-")).toList();
        assertThat(table).containsExactlyElementsOf(expected);
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(RowParts.shipped().all().stream()
                        .map(RowParts.Part::row)
                        .toList());
    }
}
