package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was once wrong stays mended: each kind of fault names the tests that hold it, and a case that nobody had shown. */
class FaultsTest {
    private static final Path ROOT = Path.of(System.getProperty("muster.root"));
    private static final int COLUMNS = 5;
    private static final Pattern METHOD = Pattern.compile("\\n    (?!private)(?:void|[A-Z]\\w*<[^(\\n]*>) (\\w+)\\(");

    @Test
    void everyKindOfFaultIsHeldByTestsThatAreThere() throws IOException {
        Set<String> tests = tests();
        Set<String> ids = new HashSet<>();
        List<String> faults = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/faults.tsv"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] row = line.split("\t", -1);
            assertThat(row).as(line).hasSize(COLUMNS).doesNotContain("");
            Arrays.stream(row[0].split(" ", -1))
                    .filter(id -> !ids.add(id))
                    .forEach(id -> faults.add(id + " is there twice"));
            List<String> held = List.of(row[3].split(" ", -1));
            List<String> own = List.of(row[4].split(" ", -1));
            Stream.concat(held.stream(), own.stream())
                    .filter(test -> !tests.contains(test))
                    .forEach(test -> faults.add(row[0] + ": there is no test " + test));
            own.stream().filter(held::contains).forEach(test -> faults.add(row[0] + ": " + test + " was shown"));
        }
        assertThat(faults).isEmpty();
        assertThat(ids).hasSizeGreaterThan(70);
    }

    private static Set<String> tests() throws IOException {
        Set<String> tests = new HashSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(each -> each.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                            .toList()) {
                        String name = file.getFileName().toString().replace(".java", "");
                        Matcher methods = METHOD.matcher(Files.readString(file));
                        while (methods.find()) {
                            tests.add(name + "#" + methods.group(1));
                        }
                    }
                }
            }
        }
        return tests;
    }
}
