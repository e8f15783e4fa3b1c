package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Style is a test: sizes, names, package descriptions, dead files, and words that have no place in the project. */
class TidyTest {
    private static final int FILE_LINES_MAX = 300;
    private static final int METHOD_LINES_MAX = 50;

    /** Tests hold tables of cases; what is one table may be longer. */
    private static final int TEST_FILE_LINES_MAX = 400;

    private static final int TEST_METHOD_LINES_MAX = 100;

    private static final Pattern SAYS_NOTHING = Pattern.compile(
            "(?i)(^|/)(utils?|common|helpers?|misc|base|manager)(/|\\.java$)|(Utils?|Helper|Manager|Impl)\\.java$");
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TODO|FIXME|XXX)\\b|new UnsupportedOperationException\\(|@Disabled");

    /** Two parts each, so that this file does not hold the words it forbids. */
    private static final List<String> FORBIDDEN = List.of(
            "/wo" + "rk/", "repo.maven." + "apache", "deb.deb" + "ian", "registry." + "npmjs", "org.mock" + "ito");

    private static List<SourceFile> sources = List.of();
    private static Set<String> exceptions = Set.of();

    @BeforeAll
    static void read() throws IOException {
        Path root = Path.of(System.getProperty("muster.root"));
        List<SourceFile> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> m.getFileName().toString().startsWith("muster-"))
                    .sorted()
                    .toList()) {
                found.addAll(SourceFile.under(root, module.resolve("src")));
            }
        }
        sources = List.copyOf(found);
        exceptions = readExceptions();
    }

    @Test
    void thereIsAHouseToTidy() {
        assertThat(sources).hasSizeGreaterThan(50);
    }

    @Test
    void filesAndMethodsStaySmall() {
        List<String> large = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (SourceFile source : sources) {
            boolean test = source.path().contains("/src/test/");
            if (source.lines() > (test ? TEST_FILE_LINES_MAX : FILE_LINES_MAX) && !excepted(source.path(), used)) {
                large.add(source.path() + ": " + source.lines() + " lines");
            }
            for (SourceFile.Method method : source.methods()) {
                if (method.lines() > (test ? TEST_METHOD_LINES_MAX : METHOD_LINES_MAX)
                        && !excepted(source.path() + "#" + method.name(), used)) {
                    large.add(source.path() + "#" + method.name() + ": " + method.lines() + " lines");
                }
            }
        }
        assertThat(large)
                .as(
                        "over %s lines a file or %s a method; split it, or list it with a reason",
                        FILE_LINES_MAX, METHOD_LINES_MAX)
                .isEmpty();
        assertThat(exceptions).as("listed exceptions that are no longer needed").isSubsetOf(used);
    }

    @Test
    void namesSayWhatThingsAre() {
        assertThat(sources.stream()
                        .map(SourceFile::path)
                        .filter(p -> SAYS_NOTHING.matcher(p).find()))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Set<String> described = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (SourceFile source : sources) {
            if (!source.path().endsWith("/package-info.java")) {
                continue;
            }
            described.add(source.folder());
            String text = source.text();
            boolean marked = text.contains("@NullMarked") || source.path().contains("/src/test/");
            if (!marked || !text.contains("/**")) {
                wrong.add(source.path() + ": needs a description and @NullMarked");
            }
            boolean wire = source.path().startsWith("muster-format/src/main/java/dev/muster/format/");
            if (wire
                    && !Pattern.compile("(?i)not done|nothing is left out|not read|not written")
                            .matcher(text)
                            .find()) {
                wrong.add(source.path() + ": a wire format says which specification it follows and what is not done");
            }
        }
        sources.stream()
                .filter(s -> s.path().contains("/src/main/"))
                .map(SourceFile::folder)
                .distinct()
                .filter(f -> !described.contains(f))
                .forEach(f -> wrong.add(f + ": has no package-info.java"));
        assertThat(wrong).isEmpty();
    }

    @Test
    void noFileIsWithoutAUse() {
        Map<String, Integer> filesThatName = new HashMap<>();
        for (SourceFile source : sources) {
            if (!source.className().equals("package-info")) {
                source.words().forEach(word -> filesThatName.merge(word, 1, Integer::sum));
            }
        }
        List<String> unused = new ArrayList<>();
        for (SourceFile source : sources) {
            String name = source.className();
            boolean called = !source.path().contains("/src/main/")
                    || name.equals("package-info")
                    || name.equals("Main")
                    || source.isStartedByName();
            // Its own file names it once; a use is a second file.
            if (!called && filesThatName.getOrDefault(name, 0) < 2) {
                unused.add(source.path());
            }
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void nothingIsLeftUnfinishedAndNoMachineIsNamed() {
        List<String> wrong = new ArrayList<>();
        for (SourceFile source : sources) {
            if (UNFINISHED.matcher(source.code()).find() && !source.className().equals("TidyTest")) {
                wrong.add(source.path() + ": unfinished or switched off");
            }
            FORBIDDEN.stream().filter(source.text()::contains).forEach(w -> wrong.add(source.path() + ": holds " + w));
        }
        assertThat(wrong).isEmpty();
    }

    /** Such a file is never packaged, so whoever changes it changes nothing. */
    @Test
    void betweenTheSourcesLiesNothingElse() throws IOException {
        List<String> strays = new ArrayList<>();
        for (String folder : List.of("src/main/java", "src/test/java")) {
            try (Stream<Path> modules = Files.list(Path.of(System.getProperty("muster.root")))) {
                for (Path java : modules.map(module -> module.resolve(folder))
                        .filter(Files::isDirectory)
                        .toList()) {
                    try (Stream<Path> files = Files.walk(java)) {
                        files.filter(Files::isRegularFile)
                                .filter(file -> !file.toString().endsWith(".java"))
                                .forEach(file -> strays.add(file.toString()));
                    }
                }
            }
        }
        assertThat(strays).isEmpty();
    }

    private static boolean excepted(String what, Set<String> used) {
        if (exceptions.contains(what)) {
            used.add(what);
            return true;
        }
        return false;
    }

    private static Set<String> readExceptions() throws IOException {
        Set<String> listed = new HashSet<>();
        try (var in = TidyTest.class.getResourceAsStream("/tidy-exceptions.tsv")) {
            assertThat(in).isNotNull();
            for (String line : new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList()) {
                String[] columns = line.split("\t", -1);
                assertThat(columns)
                        .as("an exception is a path and a reason: %s", line)
                        .hasSize(2);
                listed.add(columns[0]);
            }
        }
        return listed;
    }
}
