package dev.muster.agent.sense;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches folders for change. One instance serves a whole process, because the kernel allows only some hundred inotify
 * instances to a user. Thread-safe.
 */
public final class FileSense implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileSense.class);

    /** Folders below a slot that are watched; an image with more is caught by the periodic measurement. */
    private static final int FOLDERS_MAX = 1024;

    private final WatchService service;
    private final Map<WatchKey, Runnable> watched = new ConcurrentHashMap<>();

    public FileSense() throws IOException {
        service = FileSystems.getDefault().newWatchService();
        Thread.ofPlatform().daemon().name("file-sense").start(this::listen);
    }

    /** Ends one watch. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Calls {@code changed} whenever a file in the folder or below is made, written or removed. It is called on the
     * sensing thread and must be quick; several changes may be one call.
     */
    public Watch watch(Path folder, Runnable changed) throws IOException {
        List<Path> folders;
        try (Stream<Path> tree = Files.walk(folder)) {
            folders = tree.filter(Files::isDirectory).limit(FOLDERS_MAX).toList();
        }
        List<WatchKey> keys = new java.util.ArrayList<>();
        for (Path each : folders) {
            WatchKey key = each.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            watched.put(key, changed);
            keys.add(key);
        }
        return () -> {
            for (WatchKey key : keys) {
                key.cancel();
                watched.remove(key);
            }
        };
    }

    private void listen() {
        try {
            while (true) {
                WatchKey key = service.take();
                // Also an overflow (events lost) is a reason to measure.
                key.pollEvents();
                Runnable changed = watched.get(key);
                if (changed != null) {
                    changed.run();
                }
                key.reset();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.debug("file sense ends");
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
