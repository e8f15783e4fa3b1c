package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every test owes the machine it runs on, and every fuzzer the run of an ordinary day. */
class TestHabitsTest {
    private static final Pattern FUZZ = Pattern.compile("@FuzzTest\\b[^{;]*?\\bvoid\\s+(\\w+)\\s*\\(");
    /** One inside a folder that is named is that folder's to remove. */
    private static final Pattern LEFT_BEHIND =
            Pattern.compile("\\bFiles\\s*\\.\\s*createTemp(?:Directory|File)\\s*\\(\\s*[\")]");

    /** The one that cleans up, the one that another user's process writes into, and this one. */
    private static final Set<String> CLEAN_UP = Set.of("TestFolders", "PostgresServer", "TestHabitsTest");

    private static final Path ROOT = Path.of(System.getProperty("muster.root"));

    private static List<SourceFile> tests() throws IOException {
        List<SourceFile> tests = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(m -> m.getFileName().toString().startsWith("muster-"))
                    .toList()) {
                boolean all = module.endsWith("muster-testing");
                tests.addAll(SourceFile.under(ROOT, module.resolve(all ? "src" : "src/test")));
            }
        }
        return tests;
    }

    /** Without them a fuzzer tries one empty input on an ordinary day, and passes whatever its reader does. */
    @Test
    void everyFuzzerHasInputsToBeginWith() throws IOException {
        List<String> without = new ArrayList<>();
        int methods = 0;
        for (SourceFile test : tests()) {
            Matcher fuzz = FUZZ.matcher(test.text());
            while (!test.className().equals("TestHabitsTest") && fuzz.find()) {
                methods++;
                String resources = test.path().replace("/src/test/java/", "/src/test/resources/");
                Path inputs = ROOT.resolve(resources.substring(0, resources.length() - ".java".length()) + "Inputs")
                        .resolve(fuzz.group(1));
                if (!holdsFiles(inputs)) {
                    without.add(ROOT.relativize(inputs).toString());
                }
            }
        }
        assertThat(methods).isGreaterThan(37);
        assertThat(without).as("folders of inputs that are missing or empty").isEmpty();
    }

    private static boolean holdsFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    @Test
    void noTestLeavesFoldersBehind() throws IOException {
        List<String> leaving = new ArrayList<>();
        for (SourceFile test : tests()) {
            if (LEFT_BEHIND.matcher(test.text()).find() && !CLEAN_UP.contains(test.className())) {
                leaving.add(test.path() + ": use @TempDir, or dev.muster.testing.TestFolders");
            }
        }
        assertThat(leaving).isEmpty();
    }

    @Test
    void theRulesSeeWhatTheyAreAbout() {
        assertThat(FUZZ.matcher("@FuzzTest(maxDuration = \"1m\")\n    void read(byte[] bytes) {")
                        .find())
                .isTrue();
        assertThat(LEFT_BEHIND.matcher("Files\n .createTempDirectory(\"x-\")").find())
                .isTrue();
        assertThat(LEFT_BEHIND.matcher("Files.createTempDirectory(dir, \"x-\")").find())
                .isFalse();
    }
}
