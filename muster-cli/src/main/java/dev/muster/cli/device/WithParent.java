package dev.muster.cli.device;

import java.io.IOException;

/** Ties a process to the one that started it. */
public final class WithParent {

    private WithParent() {}

    /**
     * Ends this process when its standard input closes, which the kernel does when the parent dies, however it dies.
     * Nothing is left running then.
     */
    public static void endWhenInputCloses() {
        Thread.ofPlatform().daemon().name("with-parent").start(() -> {
            awaitEnd();
            System.exit(0);
        });
    }

    private static void awaitEnd() {
        byte[] ignored = new byte[1024];
        int read = 0;
        while (read >= 0) {
            try {
                read = System.in.read(ignored);
            } catch (IOException e) {
                // A broken pipe is the same news as a closed one.
                read = -1;
            }
        }
    }
}
