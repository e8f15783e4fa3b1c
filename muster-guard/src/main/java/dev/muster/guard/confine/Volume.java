package dev.muster.guard.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a workload's files on a file system of its own that nobody can write, so that all programs of it, and no others,
 * can be asked about.
 *
 * @param mount where it is
 */
record Volume(Path mount) {
    private static final Logger LOG = LoggerFactory.getLogger(Volume.class);
    private static final long MIB = 1024L * 1024;

    /** Larger ones belong on an image of their own. */
    private static final long BYTES_MAX = 512 * MIB;

    /** @throws IOException when there is no room: nothing is mounted then */
    void fill(Path from) throws IOException {
        long bytes;
        try (Stream<Path> all = Files.walk(from)) {
            bytes = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(file -> file.toFile().length() + 4096)
                    .sum();
        }
        if (bytes > BYTES_MAX) {
            throw new IOException(from + " is larger than " + BYTES_MAX / MIB + " MiB");
        }
        Files.createDirectories(mount);
        run("mount", "-t", "tmpfs", "-o", "nosuid,nodev,mode=0755,size=" + (bytes + MIB), "tmpfs", mount.toString());
        try {
            run("cp", "-a", from + "/.", mount.toString());
            for (String place : List.of("proc", "dev", "data", "tmp")) {
                Files.createDirectories(mount.resolve(place));
            }
            run("chown", "-R", "0:0", mount.toString());
            run("chmod", "-R", "go-w,a-s", mount.toString());
            run("mount", "-o", "remount,ro,nosuid,nodev", mount.toString());
        } catch (IOException e) {
            release();
            throw e;
        }
    }

    void release() {
        try {
            while (mounted()) {
                run("umount", "-l", mount.toString());
            }
            Files.deleteIfExists(mount);
        } catch (IOException e) {
            LOG.error("{} is not released: {}", mount, e.getMessage());
        }
    }

    private boolean mounted() throws IOException {
        String place = " " + mount.toAbsolutePath() + " ";
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream().anyMatch(line -> line.contains(place));
    }

    static void run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readNBytes(4096), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(words[0] + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted in " + words[0]);
        }
    }
}
