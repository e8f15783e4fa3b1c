package dev.muster.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps a data directory to its owner, whatever the umask was. */
final class Privacy {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /** What somebody else could have read, if it was there while the folder was open. */
    private static final List<String> SECRETS =
            List.of("operator.token", "muster.db", "tls", "ledger", "attestation", "evidence", "joining");

    /** The folder, what lies in it, and what lies in those: keys and databases. Tiles below are public anyway. */
    private static final int DEPTH = 3;

    private Privacy() {}

    /** @throws StartFailure when others may have read what is in it, with the command that mends it */
    static void require(Path data) {
        try {
            if (!Files.getFileStore(data).supportsFileAttributeView("posix")) {
                return;
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(data);
            if (mode.stream().anyMatch(OTHERS::contains)
                    && SECRETS.stream().anyMatch(name -> Files.exists(data.resolve(name)))) {
                throw new StartFailure("The data directory " + data + " is open to others ("
                        + PosixFilePermissions.toString(mode) + "); close it with: chmod -R go-rwx " + data);
            }
            close(data);
        } catch (IOException e) {
            throw new StartFailure(
                    "The modes of the data directory " + data + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Inside of a closed folder an open file is harmless until it is copied; so it is closed too. */
    private static void close(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data, DEPTH)) {
            // One look at each: ten thousand organisations have thirty thousand files and folders here.
            for (Path one : (Iterable<Path>) all::iterator) {
                PosixFileAttributes found =
                        Files.readAttributes(one, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                Set<PosixFilePermission> mode = new HashSet<>(found.permissions());
                if (!found.isSymbolicLink() && mode.removeAll(OTHERS)) {
                    Files.setPosixFilePermissions(one, mode);
                }
            }
        }
    }
}
