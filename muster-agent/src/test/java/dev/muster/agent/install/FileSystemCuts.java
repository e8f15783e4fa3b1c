package dev.muster.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.Durability;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The installer for folders on a real ext4: before each of its operations the storage below the file system is copied as it
 * is then, without what the kernel has not yet written; the copy is mounted, its journal replayed, the device started and
 * updated. Needs root for loop mounts. {@code ./muster test --tier power-cut}.
 */
class FileSystemCuts {
    private static final int CUTS = Integer.getInteger("muster.power-cut.ext4", 2000);

    @TempDir
    private Path dir;

    private final byte[] release2 = Bench.release(2, Bench.IMAGE_2).sign(Bench.key(Bench.MAKER));
    private int cuts;

    @Test
    void noCutOnExt4LeavesADeviceWithoutASignedImage() throws IOException, InterruptedException {
        Needs.root("power cuts on a real ext4");
        Path factory = dir.resolve("factory.img");
        try (var file = new java.io.RandomAccessFile(factory.toFile(), "rw")) {
            file.setLength(8L * 1024 * 1024);
        }
        run("mkfs.ext4", "-q", "-b", "1024", factory.toString());
        mounted(factory, "made", folder -> {
            DirectoryDisk disk = new DirectoryDisk(folder, Durability.POWER_CUT);
            new Bench(disk, new SimBoot(disk)).assembled();
        });
        while (cuts < CUTS) {
            Path storage = dir.resolve("storage.img");
            Files.copy(factory, storage, StandardCopyOption.REPLACE_EXISTING);
            mounted(storage, "runs", folder -> {
                Disk disk = cutBefore(new DirectoryDisk(folder, Durability.POWER_CUT), storage);
                update(new Bench(disk, new SimBoot(disk)));
            });
        }
        System.out.printf("ext4: %,d cuts, none broke anything%n", cuts);
    }

    private void update(Bench bench) throws IOException {
        if (bench.control.read().trial()) {
            bench.boot().confirm();
        }
        if (bench.slots.record(bench.control.read().active()).orElseThrow().sequence() == 2) {
            return;
        }
        assertThat(bench.install(release2).installed()).isTrue();
        bench.boot().start();
        bench.boot().confirm();
    }

    private Disk cutBefore(Disk disk, Path storage) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() == void.class && cuts < CUTS) {
                        cut(storage);
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void cut(Path storage) throws IOException, InterruptedException {
        cuts++;
        Path copy = dir.resolve("cut.img");
        Files.copy(storage, copy, StandardCopyOption.REPLACE_EXISTING);
        mounted(copy, "cut", folder -> {
            Disk disk = new DirectoryDisk(folder, Durability.POWER_CUT);
            Bench bench = new Bench(disk, new SimBoot(disk));
            BootState state = bench.boot().start();
            SlotRecord record = bench.slots.record(state.active()).orElseThrow();
            assertThat(bench.slots.bootable(state.active())).as("cut " + cuts).isTrue();
            assertThat(record.digest().matches(record.sequence() == 1 ? Bench.IMAGE_1 : Bench.IMAGE_2))
                    .as("cut " + cuts)
                    .isTrue();
            update(bench);
            assertThat(bench.slots
                            .record(bench.control.read().active())
                            .orElseThrow()
                            .sequence())
                    .as("cut " + cuts)
                    .isEqualTo(2);
        });
    }

    private interface Work {
        void in(Path folder) throws IOException;
    }

    private void mounted(Path image, String name, Work work) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(dir.resolve(name));
        run("mount", "-o", "loop", image.toString(), folder.toString());
        try {
            work.in(folder);
        } finally {
            run("umount", folder.toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(List.of(command) + ": " + output).isZero();
    }
}
