package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types every command of the walk in docs/guides/tpm.md, in its order, with swtpm as the TPM. */
class TpmGuideTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void everyCommandOfTheWalkWorksAsPrinted() throws Exception {
        Needs.tool("swtpm", "the walk of the guide about TPMs");
        Needs.tool("swtpm_setup", "the walk of the guide about TPMs");
        try (GuideWalk walk = new GuideWalk(folder)) {
            walk.walk("tpm.md", Map.of("tpm", command -> tpm(walk, command, "tpm.sock"), "other", command -> {
                assertThat(walk.last().lines()).anyMatch(line -> line.contains("key-proved"));
                tpm(walk, command, "tpm2.sock");
            }));
            assertThat(walk.said())
                    .contains("TSS2 PRIVATE KEY")
                    .doesNotContain("BEGIN PRIVATE KEY")
                    .contains("software-tpm")
                    .contains("lamp-01 is trusted")
                    .contains("certified by its maker")
                    .contains("lamp-02 has the TPM")
                    .contains("lamp-02 is trusted");
        }
    }

    private void tpm(GuideWalk walk, String command, String socket) throws Exception {
        walk.start(command);
        Waiting.until("the TPM listens", GuideWalk.START, () -> Files.exists(folder.resolve("tpm-walk", socket)));
    }
}
