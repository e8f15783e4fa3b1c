package dev.muster.guard.linux;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a program is left with. Each layer may be absent, so that tests can show what each one holds alone.
 *
 * @param user number of the ordinary user it becomes, without groups and capabilities; empty leaves it who we are
 * @param files the only files, and ports of TCP, that Landlock leaves; empty leaves all
 * @param calls whether {@link ForbiddenCall}s are refused
 */
public record Confinement(OptionalInt user, Optional<Files> files, boolean calls) {

    /**
     * What Landlock leaves.
     *
     * @param rules all files that may be touched
     * @param connect the TCP ports that may be connected to
     */
    public record Files(List<Landlock.Rule> rules, List<Integer> connect) {
        /** Leaves all files and ports: only signals and abstract sockets of those outside are withheld. */
        public static final Files APART = new Files(List.of(), List.of());
    }

    /**
     * Starts a program under it. A thread takes the layers on, starts the program, which inherits them, and ends; nothing
     * else of this process is changed.
     *
     * @throws IOException when a layer could not be applied or the program did not start: it never runs with less
     */
    public Process start(ProcessBuilder program) throws IOException {
        Warm.up();
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().name("confined-start").start(() -> {
            try {
                apply();
                started.complete(program.start());
            } catch (IOException | RuntimeException | LinkageError e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException("not started, because not confined: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while a program started");
        }
    }

    private void apply() throws IOException {
        // Landlock first: it opens the paths of its rules, which the ordinary user may be unable to.
        Privileges.noNewPrivileges();
        if (files.isPresent()) {
            Landlock.restrict(files.get().rules(), files.get().connect());
        }
        if (user.isPresent()) {
            Privileges.become(user.getAsInt());
        }
        if (calls) {
            Seccomp.restrict();
        }
    }

    /** A confined thread can read no class file any more: everything it uses is loaded before, once. */
    private static final class Warm {
        private static final boolean DONE = load();

        static void up() throws IOException {
            if (!DONE) {
                throw new IOException("no program can be started");
            }
        }

        private static boolean load() {
            try {
                Seccomp.filter();
                Class.forName(Privileges.class.getName());
                Class.forName(Landlock.class.getName());
                Class.forName(Kernel.Errno.class.getName());
                return new ProcessBuilder("/bin/true").start().waitFor() == 0;
            } catch (IOException | ClassNotFoundException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
