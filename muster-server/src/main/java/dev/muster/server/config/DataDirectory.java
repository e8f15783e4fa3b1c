package dev.muster.server.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** The data directory, ours alone from {@link #open} to {@link #close}. Everything in it is readable by its owner only. */
public final class DataDirectory implements AutoCloseable {
    /** Room for the database's first pages and the key stores; less than this and the start would fail half way. */
    private static final int PROBE_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @throws StartFailure when it cannot be made, written or locked, or the disk is full */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            throw new StartFailure("The data directory " + path + " is a file.", e);
        } catch (IOException e) {
            throw new StartFailure("The data directory " + path + " cannot be made: " + why(e) + ".", e);
        }
        if (!Files.isWritable(path)) {
            throw new StartFailure("The data directory " + path + " is not writable.");
        }
        Privacy.require(path);
        DataDirectory directory = lock(path);
        try {
            directory.probe();
        } catch (StartFailure e) {
            directory.close();
            throw e;
        }
        return directory;
    }

    private static DataDirectory lock(Path path) {
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(path.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataDirectory(path, channel, lock);
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new StartFailure("The data directory " + path + " cannot be used: " + why(e) + ".", e);
        }
        throw new StartFailure("The data directory " + path + " is in use by another server.");
    }

    /** Finds a full disk now, with one sentence, instead of in the middle of the first transaction. */
    private void probe() {
        Path probe = path.resolve("start.probe");
        try (FileChannel channel = FileChannel.open(
                probe,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer zeros = ByteBuffer.allocate(PROBE_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new StartFailure("The data directory " + path + " cannot be written: " + why(e) + ".", e);
        }
    }

    public Path path() {
        return path;
    }

    /** Makes an empty file for the owner only, unless it is there: what is made by others later has the modes of this one. */
    public void reserve(String name) {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new StartFailure("Cannot make " + file + ": " + why(e) + ".", e);
        }
    }

    /** Replaces a file for the owner only, in one step: a reader sees the old text or the new. */
    public void write(String name, String text) {
        Path target = path.resolve(name);
        try {
            PrivateFile.replace(target, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartFailure("Cannot write " + target + ": " + why(e) + ".", e);
        }
    }

    /** The reason in a few words, without class names. */
    private static String why(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof ReadOnlyFileSystemException) {
            return "the file system is read-only";
        }
        String message = String.valueOf(e.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota")) {
            return "the disk is full";
        }
        return lower.contains("read-only") ? "the file system is read-only" : message;
    }

    @Override
    public void close() {
        try {
            lock.release();
        } catch (IOException e) {
            // Closing the channel, next, releases it too.
        }
        closeQuietly(lockFile);
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
