package dev.muster.server.backup;

import dev.muster.format.HowFar;
import dev.muster.format.crypto.Sha256;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Takes a backup, of a server that runs or not. */
public final class Backup {
    private static final String OWNER_ONLY = "rw-------";

    /** Of the running process, or made new at each start. */
    private static final Set<String> LEFT_OUT =
            Set.of("server.lock", "server.json", "start.probe", "muster.db", "muster.db-wal", "muster.db-shm", "log");

    /** Parts of uploads that run. */
    private static final String PARTS = ".parts";

    /**
     * What was taken.
     *
     * @param files without the database
     */
    public record Taken(Path file, int files, long bytes) {}

    private Backup() {}

    /** The same for nobody who waits. */
    public static Taken take(ServerConfig config, Path into, Instant now) {
        return take(config, into, now, HowFar.UNASKED);
    }

    /**
     * Writes everything that the server is made of into a new file.
     *
     * @param howFar told of the bytes that are written, as soon as the database has been copied
     * @throws StartFailure with one sentence when there is nothing to take, or it cannot be written
     */
    public static Taken take(ServerConfig config, Path into, Instant now, HowFar howFar) {
        if (!Files.isDirectory(config.data())) {
            throw new StartFailure("There is no data directory " + config.data() + ".");
        }
        Path target = into.toAbsolutePath().normalize();
        if (target.startsWith(config.data())) {
            throw new StartFailure(
                    "A backup inside of the data directory would be lost with it; choose another place.");
        }
        Path copy = null;
        try {
            Path folder = Files.createTempDirectory("muster-backup-");
            copy = folder.resolve("database");
            Databases.save(config.database(), copy);
            return write(config, target, copy, now, howFar);
        } catch (FileAlreadyExistsException e) {
            throw new StartFailure(target + " exists already; a backup never replaces another.", e);
        } catch (IOException e) {
            throw new StartFailure("The backup " + target + " cannot be written: " + e.getMessage() + ".", e);
        } finally {
            remove(copy);
        }
    }

    private static Taken write(ServerConfig config, Path target, Path copy, Instant now, HowFar howFar)
            throws IOException {
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        List<Contents.Member> members = new ArrayList<>();
        try {
            Path body = copy.resolveSibling("members");
            List<Path> files = files(config.data());
            Copied copied = new Copied(howFar, "bytes of the database and the files", bytes(copy, files));
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(body))) {
                members.add(add(zip, Contents.DATABASE, copy, copied));
                for (Path file : files) {
                    addFile(zip, config.data(), file, members, copied);
                }
            }
            Contents contents =
                    new Contents(Contents.FORMAT, now.toString(), Databases.kind(config.database()), members);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
                zip.putNextEntry(new ZipEntry(Contents.NAME));
                zip.write(Json.bytes(contents));
                zip.closeEntry();
                zip.putNextEntry(new ZipEntry("members.zip"));
                try (InputStream in = Files.newInputStream(body)) {
                    copy(in, zip, Sha256.digest(), new Copied(howFar, "bytes of the backup", Files.size(body)));
                }
                zip.closeEntry();
            }
            Files.delete(body);
            return new Taken(target, members.size() - 1, Files.size(target));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    private static List<Path> files(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path ->
                            !LEFT_OUT.contains(data.relativize(path).getName(0).toString()))
                    .filter(path -> !path.toString().contains("/" + PARTS + "/"))
                    .sorted()
                    .toList();
        }
    }

    /** A file that a running server replaced or removed meanwhile is not missed: what names it is in the database. */
    private static void addFile(ZipOutputStream zip, Path data, Path file, List<Contents.Member> members, Copied copied)
            throws IOException {
        try {
            members.add(add(zip, Contents.FILES + data.relativize(file), file, copied));
        } catch (NoSuchFileException gone) {
            // said above
        }
    }

    private static long bytes(Path copy, List<Path> files) throws IOException {
        long bytes = Files.size(copy);
        for (Path file : files) {
            bytes += file.toFile().length(); // 0 for one that is gone meanwhile
        }
        return bytes;
    }

    private static Contents.Member add(ZipOutputStream zip, String name, Path file, Copied copied) throws IOException {
        MessageDigest hash = Sha256.digest();
        try (InputStream in = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            long bytes = copy(in, zip, hash, copied);
            zip.closeEntry();
            return new Contents.Member(name, bytes, HexFormat.of().formatHex(hash.digest()));
        }
    }

    static long copy(InputStream in, OutputStream out, MessageDigest hash, Copied copied) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        int n;
        while ((n = in.read(buffer)) >= 0) {
            hash.update(buffer, 0, n);
            out.write(buffer, 0, n);
            bytes += n;
            copied.more(n);
        }
        return bytes;
    }

    private static void remove(@org.jspecify.annotations.Nullable Path copy) {
        Path folder = copy == null ? null : copy.getParent();
        if (copy == null || folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(copy.resolveSibling("members"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new StartFailure(
                    "The copy of the database in " + folder + " cannot be removed; it is readable by you only.", e);
        }
    }
}
