package dev.muster.guard.linux;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A network namespace that is kept open: the guard itself has no network, and what it does for the device's network it does
 * on a thread that goes there and ends.
 */
public final class NetNamespace implements Closeable {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final Path OURS = Path.of("/proc/thread-self/ns/net");

    private final int descriptor;
    private final String name;

    private NetNamespace(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /** @param file such as {@code /proc/1/ns/net} */
    public static NetNamespace open(Path file) throws IOException {
        return new NetNamespace(
                Kernel.open(file, Kernel.O_CLOEXEC),
                Files.readSymbolicLink(file).toString());
    }

    /** The one this process is in. */
    public static NetNamespace here() throws IOException {
        return open(OURS);
    }

    /** Whether this process is in another one. */
    public boolean isElsewhere() throws IOException {
        return !Files.readSymbolicLink(OURS).toString().equals(name);
    }

    /** Goes there with the calling thread, for good. */
    void enter() throws IOException {
        Kernel.call(Call.SETNS, descriptor, CLONE_NEWNET);
    }

    /** Does something there; sockets that it opens and programs that it starts stay there. */
    public <T> T inside(Callable<T> work) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("in-network").start(() -> {
            try {
                if (isElsewhere()) {
                    enter();
                }
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted in the network");
        }
    }

    @Override
    public void close() {
        Kernel.close(descriptor);
    }
}
