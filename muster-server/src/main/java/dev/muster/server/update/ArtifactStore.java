package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Artifacts as files named by their SHA-256, one folder an organisation. A file appears under its name only after all of
 * it is on the disk, and never changes after that. Thread-safe.
 */
public final class ArtifactStore {
    /** One artifact: the largest image a device takes ({@code dev.muster.format.update.image}). */
    public static final long MOST_BYTES = 1024L * 1024 * 1024;

    /** All artifacts of one organisation: twenty full releases. */
    public static final long QUOTA_BYTES = 20L * MOST_BYTES;

    private static final int CHUNK_BYTES = 256 * 1024;
    private static final String PARTS = ".parts";
    private static final String PASSING = ".passing";
    private static final String SHA1 = ".sha1";

    private final Path root;
    private final long quotaBytes;
    private final Map<OrgId, AtomicLong> used = new ConcurrentHashMap<>();

    /** What became of an upload. */
    public sealed interface Put {
        /** @param known whether it was here before */
        record Stored(Artifact artifact, boolean known) implements Put {}

        /** The organisation has no room for it. */
        record OverQuota(long quotaBytes) implements Put {}
    }

    public ArtifactStore(Path root) {
        this(root, QUOTA_BYTES);
    }

    ArtifactStore(Path root, long quotaBytes) {
        this.root = root;
        this.quotaBytes = quotaBytes;
        try {
            Files.createDirectories(root.resolve(PARTS));
            // Parts of uploads that a stopped server left behind are worth nothing.
            try (Stream<Path> parts = Files.list(root.resolve(PARTS))) {
                for (Path part : parts.toList()) {
                    Files.delete(part);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whose an upload is, when it came, and whether it is needed for a while only. */
    private record Upload(OrgId org, Instant at, boolean passing) {}

    /** Keeps all bytes of a stream, as new also when they were here before. Returns after they are durable. */
    public Put put(OrgId org, InputStream in, Instant now) throws IOException {
        return put(new Upload(org, now, false), in);
    }

    private Put put(Upload upload, InputStream in) throws IOException {
        AtomicLong total = used(upload.org());
        AtomicLong reserved = new AtomicLong();
        try {
            return put(upload, in, total, reserved);
        } finally {
            total.addAndGet(-reserved.get());
        }
    }

    /** The same for what is needed for a while only: {@link ArtifactSweep} takes it away soon after. */
    Put putPassing(OrgId org, InputStream in, Instant now) throws IOException {
        return put(new Upload(org, now, true), in);
    }

    /** It is wanted now, whenever it came. */
    void touch(OrgId org, String sha256, Instant now) {
        find(org, sha256).ifPresent(file -> {
            try {
                Files.setLastModifiedTime(file, FileTime.from(now));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Path mark(Path file) {
        return file.resolveSibling(file.getFileName() + PASSING);
    }

    /**
     * Takes away what nothing leads to any more.
     *
     * @param wanted digests that something leads to
     * @param uploads what came before this goes
     * @param passing the same for what was needed for a while only
     * @return digests of what went
     */
    synchronized List<String> sweep(OrgId org, Set<String> wanted, Instant uploads, Instant passing)
            throws IOException {
        List<String> gone = new ArrayList<>();
        for (Path file : artifacts(org)) {
            String sha256 = file.getFileName().toString();
            Instant end = Files.exists(mark(file)) ? passing : uploads;
            if (!wanted.contains(sha256)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(end)) {
                long bytes = Files.size(file);
                Files.delete(file);
                Files.deleteIfExists(mark(file));
                Files.deleteIfExists(file.resolveSibling(sha256 + SHA1));
                used(org).addAndGet(-bytes);
                gone.add(sha256);
            }
        }
        return gone;
    }

    private List<Path> artifacts(OrgId org) throws IOException {
        Path folder = root.resolve(org.value());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> Artifact.isDigest(file.getFileName().toString()))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /** What an upload has brought so far counts while it runs: several at once do not pass the quota together. */
    private Put put(Upload upload, InputStream in, AtomicLong total, AtomicLong reserved) throws IOException {
        Path part = Files.createTempFile(root.resolve(PARTS), "upload-", "");
        try {
            MessageDigest hash = Sha256.digest();
            long bytes = 0;
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
                byte[] buffer = new byte[CHUNK_BYTES];
                int read;
                while ((read = in.read(buffer)) >= 0) {
                    bytes += read;
                    reserved.addAndGet(read);
                    if (total.addAndGet(read) > quotaBytes) {
                        return new Put.OverQuota(quotaBytes);
                    }
                    hash.update(buffer, 0, read);
                    ByteBuffer left = ByteBuffer.wrap(buffer, 0, read);
                    while (left.hasRemaining()) {
                        out.write(left);
                    }
                }
                out.force(true);
            }
            Artifact artifact = new Artifact(HexFormat.of().formatHex(hash.digest()), bytes);
            return new Put.Stored(artifact, !keep(upload, part, artifact));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The file of an artifact, if it is here. */
    public Optional<Path> find(OrgId org, String sha256) {
        if (!Artifact.isDigest(sha256)) {
            return Optional.empty();
        }
        Path file = file(org, sha256);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
    }

    /**
     * What other device APIs need to know of an artifact.
     *
     * @param sha1 hexadecimal; for clients that know nothing better, never a reason to trust
     * @param suffix what the contents look like: {@code .swu}, {@code .raucb} or nothing
     */
    record Described(long bytes, String sha1, String suffix) {}

    /** Reads the artifact once and remembers what it found beside it. */
    Optional<Described> describe(OrgId org, String sha256) {
        Optional<Path> file = find(org, sha256);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Path beside = file.get().resolveSibling(sha256 + SHA1);
        try {
            byte[] head;
            try (InputStream in = Files.newInputStream(file.get())) {
                head = in.readNBytes(6);
            }
            String sha1;
            if (Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)) {
                sha1 = Files.readString(beside);
            } else {
                sha1 = ArtifactLook.sha1(file.get());
                Path part = Files.createTempFile(root.resolve(PARTS), "sha1-", "");
                Files.writeString(part, sha1);
                Files.move(part, beside, StandardCopyOption.ATOMIC_MOVE);
            }
            return Optional.of(new Described(Files.size(file.get()), sha1, ArtifactLook.suffix(head)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the artifact is here; a size of 0 means that the caller does not know it. */
    public boolean has(OrgId org, Artifact artifact) {
        try {
            Optional<Path> file = find(org, artifact.sha256());
            return file.isPresent() && (artifact.bytes() == 0 || Files.size(file.get()) == artifact.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is new. Not while a sweep looks, which would take away what was just said to be here. */
    private synchronized boolean keep(Upload upload, Path part, Artifact artifact) throws IOException {
        OrgId org = upload.org();
        Path file = file(org, artifact.sha256());
        boolean known = Files.exists(file);
        if (!upload.passing()) {
            Files.deleteIfExists(mark(file));
        }
        Files.setLastModifiedTime(known ? file : part, FileTime.from(upload.at()));
        if (known) {
            return false;
        }
        Files.createDirectories(folder(file));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        if (upload.passing()) {
            Files.write(mark(file), new byte[0]);
        }
        flush(folder(file));
        flush(root.resolve(org.value()));
        used(org).addAndGet(artifact.bytes());
        return true;
    }

    private Path file(OrgId org, String sha256) {
        return root.resolve(org.value()).resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        return folder;
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private AtomicLong used(OrgId org) {
        return used.computeIfAbsent(org, o -> new AtomicLong(measure(root.resolve(o.value()))));
    }

    private static long measure(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
