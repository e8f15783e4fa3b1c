package dev.muster.guard.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {
    private static final int KILLED = 60;
    private static final long O_NONBLOCK = 04000;

    @TempDir
    Path folder;

    @Test
    void aNumberIsFreeOnlyWhenNobodyIsInTheKernelWithIt() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "all of it");
        CompletableFuture<Integer> begun = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        Descriptor descriptor = new Descriptor(Kernel.open(file, 0));
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                descriptor.use(number -> {
                    begun.complete(number);
                    return goOn.join();
                });
            } catch (IOException e) {
                begun.completeExceptionally(e);
            }
        });
        int number = begun.join();
        Thread closer = Thread.ofPlatform().start(descriptor::close);
        assertThat(closer.join(Duration.ofMillis(100))).as("closing waits").isFalse();
        int other = Kernel.open(file, 0);
        assertThat(other).isNotEqualTo(number);
        goOn.complete(null);
        closer.join();
        reader.join();
        assertThatThrownBy(() -> descriptor.use(open -> open)).hasMessageContaining("closed");
        descriptor.close();
        Kernel.close(other);
    }

    @Test
    void aClosedWatchSaysSoToItsReaderInsteadOfNothing() throws Exception {
        Needs.root("fanotify");
        Fanotify watch = Fanotify.watch();
        watch.tellFolder(folder);
        assertThat(watch.next()).isEmpty();
        watch.close();
        assertThatThrownBy(watch::next).isInstanceOf(IOException.class);
    }

    /** Whoever asks a gate and is killed takes the question back: it was there for who waited and is gone for who reads. */
    @Test
    void whatIsTakenBackBetweenWaitingAndReadingKeepsNobody() throws Exception {
        Needs.root("fanotify");
        Path program = Files.copy(Path.of("/bin/true"), folder.resolve("program"));
        try (Fanotify gate = Fanotify.gate();
                Fanotify watch = Fanotify.watch()) {
            assertThat(blocking("anon_inode:[fanotify]")).isZero();
            gate.askFolder(folder);
            Thread reader = Thread.ofPlatform().start(() -> {
                while (!gate.closed()) {
                    try {
                        for (Fanotify.Touch touch : gate.next()) {
                            gate.answer(touch, true);
                        }
                    } catch (IOException e) {
                        // One who was killed needs no answer.
                    }
                }
            });
            for (int i = 0; i < KILLED; i++) {
                Process asker = new ProcessBuilder("/bin/sh", "-c", program.toString()).start();
                Thread.sleep(i % 4);
                asker.descendants().forEach(ProcessHandle::destroyForcibly);
                asker.destroyForcibly().waitFor();
            }
            assertThat(watch.closed()).isFalse();
            Thread closer = Thread.ofPlatform().start(gate::close);
            assertThat(closer.join(Duration.ofSeconds(10))).as("closing ends").isTrue();
            assertThat(reader.join(Duration.ofSeconds(10))).as("reading ends").isTrue();
        }
    }

    /** How many of ours of this kind would wait in the kernel. */
    private static long blocking(String kind) throws IOException {
        long blocking = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path one : all) {
                Path info = Path.of("/proc/self/fdinfo").resolve(one.getFileName());
                if (!Files.exists(info)
                        || !Files.readSymbolicLink(one).toString().startsWith(kind)) {
                    continue;
                }
                for (String line : Files.readAllLines(info)) {
                    if (line.startsWith("flags:")
                            && (Long.parseLong(line.substring(6).strip(), 8) & O_NONBLOCK) == 0) {
                        blocking++;
                    }
                }
            }
        }
        return blocking;
    }
}
