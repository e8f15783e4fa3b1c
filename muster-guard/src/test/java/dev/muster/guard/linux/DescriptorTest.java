package dev.muster.guard.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {
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
}
