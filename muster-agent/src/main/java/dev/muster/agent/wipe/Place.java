package dev.muster.agent.wipe;

import dev.muster.agent.state.AtomicFile;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.devices.maintenance.WipeProof;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose files are destroyed.
 *
 * @param what its name in the proof
 * @param spared files and folders that stay, or go later, relative to the folder
 */
record Place(WipeProof.Kind kind, String what, Path folder, Set<Path> spared) {
    private static final Logger LOG = LoggerFactory.getLogger(Place.class);

    Place {
        spared = Set.copyOf(spared);
    }

    /** What is there now. */
    WipeProof.Place found() throws IOException {
        long size = 0;
        List<Path> files = files();
        for (Path file : files) {
            size += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        return new WipeProof.Place(kind, what, WipeProof.Method.OVERWRITTEN, files.size(), size, files.size());
    }

    /** Destroys all of it; a file that cannot be destroyed does not keep the others, and is found afterwards. */
    void erase(Eraser eraser, DeviceRoots roots) throws IOException {
        for (Path file : files()) {
            attempt(eraser, file);
        }
        for (Path inner : folders().reversed()) {
            attempt(Files::deleteIfExists, inner);
        }
        if (Files.isDirectory(folder)) {
            AtomicFile.flushFolder(folder, roots.durability());
        }
    }

    private static void attempt(Eraser eraser, Path path) {
        try {
            eraser.erase(path);
        } catch (IOException remains) {
            // It is counted when the place is looked at again, and the proof says so.
            LOG.warn("{} is not destroyed: {}", path, remains.getMessage());
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        walk(files::add, _ -> {});
        return files;
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        walk(_ -> {}, folders::add);
        return folders;
    }

    /** All below the folder that is not spared, what contains before what is in it; links are not followed, but for the folder itself. */
    private void walk(Consumer<Path> file, Consumer<Path> inner) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Path real = folder.toRealPath();
        Files.walkFileTree(real, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                if (spared.contains(real.relativize(dir))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!dir.equals(real)) {
                    inner.accept(dir);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (!spared.contains(real.relativize(path))) {
                    file.accept(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException unreadable) {
                file.accept(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
