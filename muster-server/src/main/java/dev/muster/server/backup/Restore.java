package dev.muster.server.backup;

import dev.muster.format.HowFar;
import dev.muster.format.crypto.Sha256;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Puts a backup back, into a data directory that is empty. */
public final class Restore {
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** A list of every tile of a large log; more is not a list. */
    private static final int CONTENTS_BYTES_MAX = 256 << 20;

    /** @param takenAt RFC 3339: what came later is lost */
    public record Restored(Path data, int files, String takenAt) {}

    private Restore() {}

    /** The same for nobody who waits. */
    public static Restored put(ServerConfig config, Path from) {
        return put(config, from, HowFar.UNASKED);
    }

    /**
     * Every member is checked against its digest as it is written.
     *
     * @param howFar told of the bytes that are back in their places
     * @param config of the server that will be started; its PostgreSQL database, if it has one, is empty
     * @throws StartFailure with one sentence; the data directory is then to be thrown away
     */
    public static Restored put(ServerConfig config, Path from, HowFar howFar) {
        Path data = config.data();
        try {
            requireEmpty(data);
            Files.createDirectories(data, FOLDER);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            try (ZipInputStream outer = new ZipInputStream(Files.newInputStream(from))) {
                Contents contents = contents(outer);
                contents.requireReadable();
                if (!contents.database().equals(Databases.kind(config.database()))) {
                    throw new StartFailure(
                            "The backup is of " + contents.database() + ", and `database` names another.");
                }
                ZipEntry members = outer.getNextEntry();
                if (members == null || !members.getName().equals("members.zip")) {
                    throw new StartFailure(from + " is not a backup, or the end of it is missing.");
                }
                members(config, contents, new ZipInputStream(outer), howFar);
                return new Restored(data, contents.members().size() - 1, contents.takenAt());
            }
        } catch (IOException e) {
            throw new StartFailure("The backup " + from + " cannot be put back: " + e.getMessage() + ".", e);
        }
    }

    private static void requireEmpty(Path data) throws IOException {
        if (Files.exists(data)) {
            try (Stream<Path> inside = Files.list(data)) {
                if (inside.findAny().isPresent()) {
                    throw new StartFailure(data + " is not empty; a backup never replaces what is there.");
                }
            }
        }
    }

    private static Contents contents(ZipInputStream zip) throws IOException {
        ZipEntry first = zip.getNextEntry();
        if (first == null || !first.getName().equals(Contents.NAME)) {
            throw new StartFailure("This is not a backup that Muster took.");
        }
        return Json.read(zip.readNBytes(CONTENTS_BYTES_MAX), Contents.class);
    }

    private static void members(ServerConfig config, Contents contents, ZipInputStream zip, HowFar howFar)
            throws IOException {
        long all = contents.members().stream().mapToLong(Contents.Member::bytes).sum();
        Copied copied = new Copied(howFar, "bytes", all);
        Iterator<Contents.Member> listed = contents.members().iterator();
        while (listed.hasNext()) {
            Contents.Member member = listed.next();
            ZipEntry entry = zip.getNextEntry();
            if (entry == null || !entry.getName().equals(member.name())) {
                throw new StartFailure("The backup lacks " + member.name() + ".");
            }
            boolean database = member.name().equals(Contents.DATABASE);
            Path target = database ? databaseFile(config) : inside(config.data(), member.name());
            write(zip, member, target, copied);
            if (database && contents.database().equals(Contents.POSTGRESQL)) {
                Databases.load(config.database(), target);
                Files.delete(target);
            }
        }
    }

    private static Path databaseFile(ServerConfig config) {
        return Databases.kind(config.database()).equals(Contents.SQLITE)
                ? Databases.file(config.database())
                : config.data().resolve("restore.dump");
    }

    /** A member never leaves the data directory, whatever it is called. */
    private static Path inside(Path data, String name) {
        Path target = data.resolve(name.substring(Math.min(name.length(), Contents.FILES.length())))
                .normalize();
        if (!name.startsWith(Contents.FILES) || !target.startsWith(data) || target.equals(data)) {
            throw new StartFailure("The backup holds a file outside of the data directory: " + name + ".");
        }
        return target;
    }

    private static void write(InputStream in, Contents.Member member, Path target, Copied copied) throws IOException {
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder, FOLDER);
        }
        Files.createFile(target, FILE);
        MessageDigest hash = Sha256.digest();
        long bytes;
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
            bytes = Backup.copy(in, out, hash, copied);
        }
        if (bytes != member.bytes() || !HexFormat.of().formatHex(hash.digest()).equals(member.sha256())) {
            throw new StartFailure("The backup is damaged: " + member.name() + " is not what it was.");
        }
    }
}
