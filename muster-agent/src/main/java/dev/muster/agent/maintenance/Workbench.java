package dev.muster.agent.maintenance;

import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Pass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where one session works: its tool in a folder of its own, and the files of the active slot. What runs is killed with all
 * that it started when the session ends, from whichever thread that comes.
 */
final class Workbench implements AutoCloseable {
    /** What a person can read on a screen; a tool that prints more loses the rest. */
    static final int MAX_OUTPUT_BYTES = 1024 * 1024;

    private final DeviceRoots roots;
    private final Path folder;
    private final AtomicReference<@Nullable Process> running = new AtomicReference<>();
    private volatile boolean closed;

    Workbench(DeviceRoots roots, Pass pass) throws IOException {
        this.roots = roots;
        this.folder = roots.state().resolve("maintenance").resolve("tool-" + pass.session());
        Files.createDirectories(folder);
    }

    /** How a command ended. */
    record Ran(int status, byte[] output) {}

    /** Keeps the tool's bytes, whose digest was checked. */
    void tool(byte[] bytes) throws IOException {
        Path tool = folder.resolve("tool");
        Files.deleteIfExists(tool);
        Files.createFile(tool, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(tool, bytes);
    }

    /** Runs the tool in the active slot's folder, with nothing of the agent's environment. */
    Ran run(List<String> arguments) throws IOException, GrantRefused, InterruptedException {
        Path tool = folder.resolve("tool");
        if (!Files.exists(tool)) {
            throw new GrantRefused("tool-missing", "hand over the tool first");
        }
        List<String> command = new ArrayList<>();
        command.add(tool.toAbsolutePath().toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(slot().toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Process process = builder.start();
        running.set(process);
        if (closed) {
            kill(process);
        }
        process.getOutputStream().close();
        byte[] output = output(process.getInputStream());
        int status = process.waitFor();
        running.set(null);
        if (closed) {
            throw new GrantRefused("session-ended", "the session ended while the tool ran");
        }
        return new Ran(status, output);
    }

    /** Reads to the end, so that the tool never waits for a reader, and keeps the first part. */
    private static byte[] output(InputStream in) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                kept.write(buffer, 0, Math.min(n, MAX_OUTPUT_BYTES - kept.size()));
            }
        } catch (IOException killed) {
            // A killed process takes its stream with it.
            return kept.toByteArray();
        }
        return kept.toByteArray();
    }

    /** Writes a file of the active slot. */
    void put(String path, byte[] content) throws IOException, GrantRefused {
        Path file = inside(path);
        Path parent = file.getParent();
        if (parent == null || !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new GrantRefused("path-invalid", "the slot has no folder for " + path);
        }
        roots.write(file, content);
    }

    /** Reads a file of the active slot. */
    byte[] get(String path) throws IOException, GrantRefused {
        Path file = inside(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new GrantRefused("file-missing", "the slot has no file " + path);
        }
        if (Files.size(file) > Call.MAX_BYTES / 2) {
            throw new GrantRefused("file-too-large", path + " has " + Files.size(file) + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private Path slot() throws IOException, GrantRefused {
        if (Factory.read(roots).block().isPresent()) {
            throw new GrantRefused("slot-without-files", "this device's slots are block storage, not files");
        }
        return roots.slot(new BootStore(roots).read().active());
    }

    /** A path below the slot, without a way around: no link, no step up. */
    private Path inside(String path) throws IOException, GrantRefused {
        Path slot = slot().toAbsolutePath().normalize();
        Path file;
        try {
            file = slot.resolve(path).normalize();
        } catch (java.nio.file.InvalidPathException e) {
            throw new GrantRefused("path-invalid", String.valueOf(e.getMessage()));
        }
        if (path.isEmpty() || file.equals(slot) || !file.startsWith(slot)) {
            throw new GrantRefused("path-invalid", "a path lies below the slot");
        }
        for (Path at = file; at != null && !at.equals(slot); at = at.getParent()) {
            if (Files.isSymbolicLink(at)) {
                throw new GrantRefused("path-invalid", path + " leads through a link");
            }
        }
        return file;
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        Process process = running.get();
        if (process != null) {
            kill(process);
        }
        Files.deleteIfExists(folder.resolve("tool"));
        Files.deleteIfExists(folder);
    }
}
