package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.update.delta.DeltaMaker;
import dev.muster.format.update.delta.DeltaReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Differences between artifacts, made when a device first asks for one and kept by the digests of both. One is made at a time,
 * in bounded memory; one that saves little is remembered as none. Thread-safe.
 */
final class DeltaStore implements AutoCloseable {
    /** Images beyond this take minutes to compare: they are fetched whole. */
    static final long MOST_BYTES = 256L * 1024 * 1024;

    /** Differences of an organisation that are kept; the oldest makes room. */
    static final int MOST_KEPT = 64;

    /** Pairs of an organisation of which it is remembered that there is none. */
    static final int MOST_NONE = 4096;

    /** Differences that wait to be made; a device that asks for another one fetches the image. */
    private static final int MOST_WAITING = 16;

    /** Of them those of one organisation. */
    private static final int MOST_WAITING_OF_ONE = 4;

    /** That many an organisation may have made in an hour: whoever asks for all pairs in turn fetches whole images then. */
    private static final int MOST_MADE_AN_HOUR = MOST_KEPT;

    private static final Duration HOUR = Duration.ofHours(1);

    /** A difference is kept when it is shorter than this share of the image. */
    private static final double WORTH = 0.9;

    private static final String FOLDER = ".deltas";
    private static final String NONE = ".none";
    private static final Logger LOG = LoggerFactory.getLogger(DeltaStore.class);

    private final Path root;
    private final ArtifactStore artifacts;
    private final InstantSource clock;
    private final Set<Path> underway = ConcurrentHashMap.newKeySet();
    private final Map<OrgId, Deque<Instant>> made = new HashMap<>();
    private final ThreadPoolExecutor maker = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> Thread.ofPlatform().daemon().name("delta-maker").unstarted(work));

    /** @param root of the artifacts */
    DeltaStore(Path root, ArtifactStore artifacts, InstantSource clock) {
        this.root = root.resolve(FOLDER);
        this.clock = clock;
        this.artifacts = artifacts;
        maker.allowCoreThreadTimeOut(true);
    }

    /** What there is. */
    sealed interface Found {
        record Made(Path file) implements Found {}

        /** It is being made: the same question again, soon. */
        record Underway() implements Found {}

        /** There is none, or none that is worth it. */
        record None() implements Found {}
    }

    /** The difference that makes an image from a base; begins to make it when nobody asked before. */
    Found find(OrgId org, String base, String image) {
        Path old = artifacts.find(org, base).orElse(null);
        Path fresh = artifacts.find(org, image).orElse(null);
        if (old == null || fresh == null || base.equals(image)) {
            return new Found.None();
        }
        Path file = root.resolve(org.value()).resolve(base + "-" + image);
        Path none = file.resolveSibling(file.getFileName() + NONE);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Found.Made(file);
        }
        if (Files.exists(none)) {
            return new Found.None();
        }
        if (underway.contains(file)) {
            return new Found.Underway();
        }
        if (!mayMake(org) || !underway.add(file)) {
            return new Found.None();
        }
        try {
            maker.execute(() -> make(old, fresh, file, none));
            return new Found.Underway();
        } catch (RejectedExecutionException full) {
            underway.remove(file);
            return new Found.None();
        }
    }

    private synchronized boolean mayMake(OrgId org) {
        Path its = root.resolve(org.value());
        Instant now = clock.instant();
        Deque<Instant> lately = made.computeIfAbsent(org, _ -> new ArrayDeque<>());
        while (!lately.isEmpty() && lately.getFirst().isBefore(now.minus(HOUR))) {
            lately.removeFirst();
        }
        if (lately.size() >= MOST_MADE_AN_HOUR
                || underway.stream().filter(file -> file.startsWith(its)).count() >= MOST_WAITING_OF_ONE) {
            return false;
        }
        lately.addLast(now);
        return true;
    }

    private void make(Path old, Path fresh, Path file, Path none) {
        try {
            Path folder = Files.createDirectories(file.resolveSibling("."));
            room(folder);
            Path part = Files.createTempFile(folder, ".part-", "");
            try {
                boolean worth = Files.size(old) <= MOST_BYTES
                        && Files.size(fresh) <= MOST_BYTES
                        && write(old, fresh, part) < WORTH * Files.size(fresh);
                if (worth) {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.write(none, new byte[0]);
                }
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("no difference was made: {}", e.toString());
        } finally {
            underway.remove(file);
        }
    }

    private static long write(Path old, Path fresh, Path part) throws IOException {
        try (FileChannel from = FileChannel.open(old);
                FileChannel to = FileChannel.open(fresh);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.WRITE))) {
            DeltaMaker.make(new Image(from, from.size()), new Image(to, to.size()), out);
        }
        return Files.size(part);
    }

    /** The oldest go, so that one more fits. */
    private static void room(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparingLong(DeltaStore::age))
                    .toList();
        }
        // That there is none costs little to remember, and much to find out again.
        leave(all.stream().filter(file -> !none(file)).toList(), MOST_KEPT);
        leave(all.stream().filter(DeltaStore::none).toList(), MOST_NONE);
    }

    private static boolean none(Path file) {
        return file.getFileName().toString().endsWith(NONE);
    }

    private static void leave(List<Path> oldestFirst, int most) throws IOException {
        for (Path file : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - most + 1))) {
            Files.deleteIfExists(file);
        }
    }

    /** Differences from and to what is not here any more go, too. */
    void sweep(OrgId org, Collection<String> gone) throws IOException {
        Path folder = root.resolve(org.value());
        if (gone.isEmpty() || !Files.isDirectory(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.toList();
        }
        for (Path file : all) {
            String name = file.getFileName().toString();
            if (gone.stream().anyMatch(name::contains)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return 0;
        }
    }

    private record Image(FileChannel channel, long bytes) implements DeltaReader.Base {
        @Override
        public void read(long at, byte[] into) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(into);
            while (left.hasRemaining()) {
                if (channel.read(left, at + left.position()) < 0) {
                    throw new IOException("an artifact ends too early");
                }
            }
        }
    }

    @Override
    public void close() {
        maker.shutdownNow();
    }
}
