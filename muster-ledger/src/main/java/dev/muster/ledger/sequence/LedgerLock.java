package dev.muster.ledger.sequence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps a second process out of the ledger's directory; the system releases it when this one dies. */
public final class LedgerLock implements AutoCloseable {
    private final FileChannel channel;
    private final String serverId;

    private LedgerLock(FileChannel channel, String serverId) {
        this.channel = channel;
        this.serverId = serverId;
    }

    /** @throws LedgerInUseException when another process holds it */
    public static LedgerLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            Path idFile = directory.resolve("server-id");
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new LedgerInUseException("another process uses the ledger in " + directory);
            }
            if (!Files.exists(idFile) || Files.size(idFile) == 0) {
                Files.writeString(idFile, UUID.randomUUID().toString());
            }
            return new LedgerLock(channel, Files.readString(idFile).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot use the ledger's directory " + directory, failed);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    /** Names this server for as long as its directory lives. */
    public String serverId() {
        return serverId;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The lock goes with the process at the latest.
        }
    }
}
