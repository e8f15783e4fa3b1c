package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever starts a process of ours lets it end when its memory does: what is half alive is started again by nobody. */
class LaunchersTest {
    private static final Path ROOT = Path.of(System.getProperty("muster.root"));
    private static final String FLAG = "-XX:+ExitOnOutOfMemoryError";

    @Test
    void everyScriptThatStartsJavaEndsItWithItsMemory() throws IOException {
        for (String script : List.of("muster", "packaging/server/muster", "packaging/agent/muster-agent")) {
            assertThat(Files.readString(ROOT.resolve(script))).as(script).contains(FLAG);
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("packaging"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                if (text.contains("bin/java") && text.contains("dev.muster.")) {
                    assertThat(text).as(file.toString()).contains(FLAG);
                }
            }
        }
    }

    @Test
    void everyProcessOfOursThatAProgramStartsEndsWithItsMemory() throws IOException {
        int starts = 0;
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String text = Files.readString(file);
                    if (text.contains("\"bin\", \"java\")") || text.contains("\"bin/java\")")) {
                        assertThat(text).as(file.toString()).contains(FLAG);
                        starts++;
                    }
                }
            }
        }
        assertThat(starts).isGreaterThanOrEqualTo(4);
    }

    @Test
    void unitsStartAgainWhatEndedSo() throws IOException {
        for (String unit : List.of("server/muster.service", "agent/muster-guard.service")) {
            assertThat(Files.readString(ROOT.resolve("packaging").resolve(unit)))
                    .as(unit)
                    .containsPattern("(?m)^Restart=(on-failure|always)$")
                    .doesNotContain("SuccessExitStatus", "RestartPreventExitStatus");
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> all = Files.list(ROOT)) {
            return all.filter(module -> Files.isDirectory(module.resolve("src/main")))
                    .toList();
        }
    }
}
