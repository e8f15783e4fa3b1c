package dev.muster.agent.install;

import dev.muster.agent.state.DeviceRoots;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** One process at a time changes a device's slots: the agent, or whoever installs from a file beside it. */
public final class InstallLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private InstallLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes it, or does not wait.
     *
     * @throws ArtifactSource.Away when somebody else has it: the same again may have it later
     */
    public static InstallLock take(DeviceRoots roots) throws IOException {
        FileChannel channel = FileChannel.open(
                roots.state().resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new InstallLock(channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new ArtifactSource.Away("another install is going on in this process");
        }
        channel.close();
        throw new ArtifactSource.Away("another install is going on");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
