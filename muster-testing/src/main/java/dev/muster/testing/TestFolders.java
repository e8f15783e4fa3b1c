package dev.muster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Folders for what tests share beyond one method, where JUnit's own ({@code @TempDir}) cannot be had. They are gone when the
 * tests' process ends, with everything in them.
 */
public final class TestFolders {
    private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

    /** Set up by the first folder and not with the class: who deletes at the process's end could not set it up. */
    private static final AtomicBoolean HOOKED = new AtomicBoolean();

    private TestFolders() {}

    /** A fresh folder of this user under the temporary one, with this prefix. */
    public static Path create(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            MADE.add(folder);
            if (HOOKED.compareAndSet(false, true)) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> MADE.forEach(TestFolders::delete)));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes it and what is in it, links and not what they lead to; what is gone already is no fault. */
    public static void delete(Path folder) {
        MADE.remove(folder);
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException left) {
            // Somebody still writes there: a leftover is no reason to fail a test that has passed.
        }
    }
}
