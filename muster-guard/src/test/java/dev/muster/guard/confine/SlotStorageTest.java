package dev.muster.guard.confine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real disks of the kernel, each a file behind it. */
class SlotStorageTest {
    private static final int USER = 64_991;
    private static final long BYTES = 4 * 1024 * 1024;

    @TempDir
    private Path folder;

    private String losetup = "";
    private String disk = "";
    private SlotStorage storage;

    @BeforeEach
    void aDisk() throws Exception {
        Needs.root("disks");
        Needs.that(Files.exists(Path.of("/dev/loop-control")), "no loop devices: disks that are in use");
        losetup = Needs.tool("losetup", "disks that are in use").toString();
        String mke2fs = Needs.tool("mke2fs", "disks that are in use").toString();
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        said(mke2fs, "-q", image.toString());
        disk = said(losetup, "--find", "--show", image.toString()).strip();
        storage = named(disk);
    }

    @AfterEach
    void away() throws Exception {
        if (!disk.isEmpty()) {
            said("chown", "0", disk);
            said(losetup, "--detach", disk);
        }
    }

    @Test
    void aDiskThatNobodyUsesIsLentAndStaysSoWhenItsSlotsAreMounted() throws Exception {
        assertThat(storage.lend(USER)).contains(Path.of(disk));
        assertThat(owner()).isEqualTo(USER);
        Process elsewhere = mountedElsewhere();
        assertThat(storage.lend(USER)).as("by a guard that started again").contains(Path.of(disk));
        end(elsewhere);
    }

    @Test
    void aDiskThatIsMountedWhereTheGuardDoesNotSeeItIsLentToNobody() throws Exception {
        Process elsewhere = mountedElsewhere();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(disk + " ");
        assertThat(storage.lend(USER)).isEmpty();
        assertThat(owner()).isZero();
        end(elsewhere);
    }

    @Test
    void whatIsNoDiskIsLentToNobodyAndTheGuardStarts() throws Exception {
        for (String other : List.of("/dev/null", "/dev/../etc", "/dev/none-of-that-name")) {
            assertThat(named(other).lend(USER)).as(other).isEmpty();
        }
        assertThat(new SlotStorage(folder.resolve("no-device")).lend(USER)).isEqualTo(Optional.empty());
    }

    private SlotStorage named(String device) throws IOException {
        Path factory = Files.createDirectories(folder.resolve("device/factory"));
        Files.writeString(factory.resolve("agent.properties"), "home=127.0.0.1:1\nblock=" + device + "\n");
        return new SlotStorage(folder.resolve("device"));
    }

    private Process mountedElsewhere() throws IOException {
        Process world = new ProcessBuilder(
                        "unshare", "-m", "sh", "-c", "mount -o ro \"$0\" /mnt && echo ready; exec cat", disk)
                .start();
        assertThat(world.inputReader().readLine()).isEqualTo("ready");
        return world;
    }

    private static void end(Process world) throws InterruptedException {
        world.destroyForcibly().waitFor();
    }

    private int owner() throws IOException {
        return (int) Files.getAttribute(Path.of(disk), "unix:uid");
    }

    private static String said(String... words) throws Exception {
        Process program = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(said).isZero();
        return said;
    }
}
