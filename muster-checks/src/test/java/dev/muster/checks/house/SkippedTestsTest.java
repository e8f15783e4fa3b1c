package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test needs and a stranger does not have skips it, by name, and never fails it. */
class SkippedTestsTest {
    /** Test data read where an assertion waits for an exception: the skip would be the wrong exception. */
    private static final Pattern SKIP_INSIDE =
            Pattern.compile("\\b(?:assertThatThrownBy|assertThatCode|isThrownBy|assertThrows|catchThrowable\\w*)\\s*"
                    + "\\(\\s*(?:[\\w.]+\\s*,\\s*)?\\(\\s*\\)\\s*->[^;]*?"
                    + "\\b(?:(?:Suit)?Vectors\\s*\\.|Needs\\s*\\.|item\\s*\\(|payload\\s*\\()");

    /** A test that leaves by itself, without a word that CI can ask for. */
    private static final Pattern OWN_WAY_OUT = Pattern.compile(
            "\\bAssumptions\\b|\\bassume(?:True|False|That|ThatCode)\\b|\\bassumingThat\\b|\\bTestAbortedException\\b"
                    + "|@(?:Disabled|Enabled)\\w*");

    /** Classes with a reason of their own to leave. */
    private static final Map<String, String> LEAVE = Map.of(
            "Needs", "the one place where tests leave",
            "TidyTest", "it names what it forbids",
            "ConscryptTest",
                    "whether Conscrypt is for this processor is a question of the machine, and doctor says it");

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
                    Matcher out = OWN_WAY_OUT.matcher(source.text());
                    if (out.find()
                            && !LEAVE.containsKey(source.className())
                            && !source.className().equals("SkippedTestsTest")) {
                        wrong.add(source.path() + ": skip by dev.muster.testing.Needs, not by " + out.group());
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assertThatThrownBy(() -> A.parse(Vectors.bytes(\"x\")))",
                "assertThatThrownBy(\n    () ->\n A.parse(Vectors\n.bytes(\"x\")))",
                "assertThatThrownBy(() -> {\n A.parse(SuitVectors.bytes(\"x\")); })",
                "assertThrows(A.class, () -> A.parse(item(\"x\")))",
                "assertThatExceptionOfType(A.class)\n.isThrownBy(() -> A.parse(payload(1)))",
                "catchThrowableOfType(A.class, () -> Needs.tool(\"x\", \"y\"))"
            })
    void theRuleSeesWhatItIsAbout(String wrong) {
        assertThat(SKIP_INSIDE.matcher(wrong).find()).isTrue();
    }

    @Test
    void whatIsReadBeforeIsFine() {
        assertThat(SKIP_INSIDE
                        .matcher("var x = Vectors.bytes(\"x\"); assertThatThrownBy(() -> A.parse(x))")
                        .find())
                .isFalse();
        assertThat(OWN_WAY_OUT.matcher("@EnabledOnOs(LINUX)").find()).isTrue();
        assertThat(OWN_WAY_OUT.matcher("boolean isEnabled()").find()).isFalse();
    }
}
