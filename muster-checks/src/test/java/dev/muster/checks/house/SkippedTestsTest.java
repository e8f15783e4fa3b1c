package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a test needs and a stranger does not have skips it, by name, and never fails it. */
class SkippedTestsTest {
    /** Test data read where an assertion waits for an exception: the skip would be the wrong exception. */
    private static final Pattern SKIP_INSIDE = Pattern.compile(
            "assertThatThrownBy\\(\\(\\) ->[^;]*?\\b(?:(?:Suit)?Vectors\\.|Needs\\.|item\\(|payload\\()");

    private static final Pattern OTHERS_VARIABLE = Pattern.compile("getenv\\(\"CI\"\\)");

    @Test
    void noSkipIsThrownInsideAnAssertionAndNoTestLooksAtAVariableOfBuildServices() throws IOException {
        List<String> wrong = new ArrayList<>();
        Path root = Path.of(System.getProperty("muster.root"));
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> m.getFileName().toString().startsWith("muster-"))
                    .toList()) {
                for (SourceFile source : SourceFile.under(root, module.resolve("src"))) {
                    Matcher inside = SKIP_INSIDE.matcher(source.text());
                    if (inside.find() && !source.className().equals("SkippedTestsTest")) {
                        wrong.add(source.path() + ": read the data before the assertion: " + inside.group());
                    }
                    if (OTHERS_VARIABLE.matcher(source.text()).find()
                            && !source.className().equals("SkippedTestsTest")) {
                        wrong.add(source.path() + ": CI is set by every build service; ask dev.muster.testing.Needs");
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theRuleSeesWhatItIsAbout() {
        assertThat(SKIP_INSIDE
                        .matcher("assertThatThrownBy(() -> A.parse(Vectors.bytes(\"x\")))")
                        .find())
                .isTrue();
        assertThat(SKIP_INSIDE
                        .matcher("var x = Vectors.bytes(\"x\"); assertThatThrownBy(() -> A.parse(x))")
                        .find())
                .isFalse();
    }
}
