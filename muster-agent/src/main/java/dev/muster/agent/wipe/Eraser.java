package dev.muster.agent.wipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Destroys one file. */
public interface Eraser {
    /** Written over with zeros in its place, flushed, and removed; what is no file (a link, a socket) is removed. */
    Eraser OVERWRITING = file -> {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            overwrite(file);
        }
        Files.deleteIfExists(file);
    };

    /** @throws IOException when it is still there */
    void erase(Path file) throws IOException;

    private static void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
            long left = channel.size();
            while (left > 0) {
                zeros.clear().limit((int) Math.min(left, zeros.capacity()));
                left -= channel.write(zeros);
            }
            channel.force(true);
        }
    }
}
