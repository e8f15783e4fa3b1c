package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types every command of docs/guides/first-device.md, in its order: a stranger's first day, with a watch beside it. */
class FirstDeviceGuideTest {
    private static final String FIRST_REQUIREMENT = "./muster why lamp-01 NIST-CORE/NIST-SA-1";

    /** What the guide promises of a built clone, typed without a pause. */
    private static final Duration PROMISED = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    @Timeout(600)
    void everyCommandOfTheGuideWorksAsPrinted() throws Exception {
        try (GuideWalk walk = new GuideWalk(folder)) {
            walk.walk("first-device.md", Map.of());
            assertThat(walk.said())
                    .contains("lamp-01 is trusted: evidence affirming")
                    .contains("finished")
                    .contains("1 updated, 0 failed of 1")
                    .contains("1.1.0")
                    .contains("lamp-01 refused it")
                    .containsPattern("lamp-01 at \\S+: supported");
            Duration first = walk.until(FIRST_REQUIREMENT);
            System.out.println(
                    "from the first command to the first supported requirement: " + first.toSeconds() + " s");
            assertThat(first).isLessThan(PROMISED);
            assertThat(walk.last().lines())
                    .anyMatch(line -> line.contains("attested affirming 1.1.0"))
                    .anyMatch(line -> line.contains("attested contraindicated"))
                    .anyMatch(line -> line.contains("rolled-back"));
        }
    }
}
