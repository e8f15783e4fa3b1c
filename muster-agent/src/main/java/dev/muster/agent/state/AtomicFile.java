package dev.muster.agent.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Replaces a file's content as one step: a reader, also one after a power cut, sees the old bytes or the new ones. */
public final class AtomicFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private AtomicFile() {}

    /**
     * Writes all bytes beside the file, flushes, renames over it, flushes the folder. Rename without the flushes loses
     * acknowledged writes on ext4 with {@code noauto_da_alloc}. Only the owner may read the result.
     *
     * @param file its folder exists
     */
    public static void write(Path file, byte[] content, Durability durability) throws IOException {
        write(file, content, OWNER_ONLY, durability);
    }

    /** The same for a file that others may use too. */
    static void write(Path file, byte[] content, Set<PosixFilePermission> permissions, Durability durability)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Path beside = beside(file);
        Files.deleteIfExists(beside);
        Files.createFile(beside);
        Files.setPosixFilePermissions(beside, OWNER_ONLY);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            // Not before: a file that its owner may only read cannot be opened to write.
            Files.setPosixFilePermissions(beside, permissions);
            if (durability == Durability.POWER_CUT) {
                channel.force(true);
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushFolder(folder, durability);
    }

    /** Where it is written first. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Makes renames and deletions in a folder survive a power cut. */
    public static void flushFolder(Path folder, Durability durability) throws IOException {
        if (durability == Durability.POWER_CUT) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
