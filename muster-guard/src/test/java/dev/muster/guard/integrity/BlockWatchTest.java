package dev.muster.guard.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of blocks; a file stands for its log. That a kernel says it is shown in QEMU. */
class BlockWatchTest {
    @TempDir
    private Path folder;

    @Test
    void aBlockThatWasRefusedIsToldOnceAndNothingElseIs() throws Exception {
        Path log = Files.writeString(folder.resolve("kmsg"), """
            6,1,0,-;Linux version 6.1.0
            3,500,81,-;device-mapper: verity: 254:0: data block 4882 is corrupted
            6,490,70,-;usb 1-1: Product: device-mapper: verity: 254:0: data block 1 is corrupted
            12,491,71,-;device-mapper: verity: 254:0: data block 2 is corrupted
            3,501,82,-;device-mapper: verity: 254:0: data block 4882 is corrupted
            3,502,83,-;device-mapper: verity: 254:0: metadata block 7 is corrupted
            4,503,84,-;device-mapper: verity: sha256 using implementation "sha256-generic"
            """);
        List<String> told = new CopyOnWriteArrayList<>();
        try (BlockWatch watch = BlockWatch.open(log, (kind, what, who) -> told.add(kind + " " + what))
                .orElseThrow()) {
            Waiting.until("two blocks", Duration.ofSeconds(10), () -> told.size() == 2);
            assertThat(watch).isNotNull();
        }
        assertThat(told)
                .containsExactly(
                        "FILE_CHANGED verity/254:0/data/4882 refused", "FILE_CHANGED verity/254:0/metadata/7 refused");
    }

    @Test
    void withoutTheKernelsLogNobodyIsToldAndTheGuardStarts() {
        assertThat(BlockWatch.open(folder.resolve("none"), (kind, what, who) -> {}))
                .isEmpty();
    }
}
