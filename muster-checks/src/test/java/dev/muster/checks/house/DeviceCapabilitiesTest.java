package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of device capabilities names every row of the catalogue once, with a strength and tests that exist. */
class DeviceCapabilitiesTest {
    private static final Path ROOT = Path.of(System.getProperty("muster.root"));
    private static final int COLUMNS = 7;
    private static final int PROPERTIES = 7;
    private static final Set<String> STRENGTHS =
            Set.of("kernel", "guard", "agent", "server", "stated", "file tree", "none", "kernel asks", "guard answers");

    @Test
    void everyRowHasAMechanismAStrengthAndATestThatExists() throws IOException {
        List<String[]> rows = rows();
        Set<String> wanted = catalogue();
        for (int property = 1; property <= PROPERTIES; property++) {
            wanted.add("PROPERTY-" + property);
        }
        assertThat(rows.stream().map(row -> row[1].strip()))
                .doesNotHaveDuplicates()
                .containsAll(wanted);
        assertThat(rows).hasSameSizeAs(wanted);
        Set<String> tests = tests();
        for (String[] row : rows) {
            assertThat(row[3].strip()).as("%s: mechanism", row[1]).isNotEmpty();
            assertThat(List.of(row[4].strip().split(", ", -1)))
                    .as("%s: strength", row[1])
                    .allMatch(STRENGTHS::contains);
            List<String> named = List.of(row[5].strip().split("`, `", -1));
            assertThat(named).as("%s: tests", row[1]).allMatch(name -> tests.contains(name.replace("`", "")));
        }
    }

    private static List<String[]> rows() throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/device-capabilities.md"))) {
            if (line.startsWith("| SEC-") || line.startsWith("| PROPERTY-")) {
                String[] cells = line.split("\\|", -1);
                assertThat(cells).as(line).hasSize(COLUMNS);
                rows.add(cells);
            }
        }
        return rows;
    }

    private static Set<String> catalogue() throws IOException {
        Path file = ROOT.resolve("muster-core/src/main/resources/dev/muster/core/assurance/requirements.tsv");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split("\t", -1))
                    .filter(cells -> cells[0].equals("NIST-CAT") && cells[1].startsWith("SEC-"))
                    .map(cells -> cells[1])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> tests() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(m -> m.getFileName().toString().startsWith("muster-"))
                    .map(m -> m.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.map(f -> f.getFileName().toString())
                            .filter(name -> name.endsWith("Test.java"))
                            .forEach(name -> found.add(name.replace(".java", "")));
                }
            }
        }
        return found;
    }
}
