package dev.muster.agent.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configuration with which the maker calls a device secure: {@code factory/baseline}, a tree that stands for the folder of the
 * line {@code configuration}. Putting it back takes away what is not in it. Every step can be done twice, and a note says that it
 * is under way, so a power cut in the middle ends in the same.
 */
public final class Baseline {
    private static final String NOTE = "baseline-under-way";

    /** Configurations are small; more than this is a mistake of whoever made the device. */
    private static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

    private final DeviceRoots roots;

    public Baseline(DeviceRoots roots) {
        this.roots = roots;
    }

    /** What was put back and taken away. */
    public record Restored(int written, int removed) {}

    /** @return empty when the maker left no baseline, or named no folder for it */
    public Optional<Restored> restore() throws IOException {
        Path baseline = roots.factory().resolve("baseline");
        Optional<Path> folder = Factory.configuration(roots);
        if (folder.isEmpty() || !Files.isDirectory(baseline, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        roots.write(note(), new byte[0]);
        Restored restored = put(baseline, folder.get().normalize());
        Files.delete(note());
        AtomicFile.flushFolder(roots.state(), roots.durability());
        return Optional.of(restored);
    }

    /** Goes on with one that a power cut ended. */
    public Optional<Restored> goOn() throws IOException {
        return Files.exists(note()) ? restore() : Optional.empty();
    }

    private Path note() {
        return roots.state().resolve(NOTE);
    }

    private Restored put(Path baseline, Path folder) throws IOException {
        Set<Path> wanted = new TreeSet<>();
        for (Path file : files(baseline)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException(file + " is no file of at most " + MAX_FILE_BYTES + " bytes");
            }
            wanted.add(baseline.relativize(file));
        }
        Files.createDirectories(folder);
        int removed = 0;
        // First what is too much: a link or a file where a folder belongs would be written through.
        for (Path file : files(folder)) {
            if (!wanted.contains(folder.relativize(file)) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(file);
                removed++;
            }
        }
        for (Path name : wanted) {
            Path file = folder.resolve(name);
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            clear(file);
            clear(AtomicFile.beside(file));
            Path from = baseline.resolve(name);
            roots.write(file, Files.readAllBytes(from), Files.getPosixFilePermissions(from));
        }
        return new Restored(wanted.size(), removed);
    }

    /** A folder where a file belongs: its files are gone, and without this no file would ever take its place. */
    private static void clear(Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault) throws IOException {
                if (fault != null) {
                    throw fault;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
