package dev.muster.agent.block;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A partition, a loop device or a plain file of this machine. It is as large as it is; nothing makes it longer. */
public final class FileBlockDevice implements BlockDevice, AutoCloseable {
    private final FileChannel channel;
    private final long bytes;

    private FileBlockDevice(FileChannel channel, long bytes) {
        this.channel = channel;
        this.bytes = bytes;
    }

    /** @throws IOException when it cannot be opened for reading and writing, or is a link */
    public static FileBlockDevice open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            // A block device's size is where its end is; the channel's size() says 0 for one on some kernels.
            long size = channel.size() > 0 ? channel.size() : end(channel);
            return new FileBlockDevice(channel, size / SECTOR * SECTOR);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static long end(FileChannel channel) throws IOException {
        long low = 0;
        long high = 1L << 40;
        ByteBuffer one = ByteBuffer.allocate(1);
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            one.clear();
            if (channel.read(one, middle - 1) == 1) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void read(long at, byte[] into, int from, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(into, from, length);
        long position = at;
        while (left.hasRemaining()) {
            int read = channel.read(left, position);
            if (read < 0) {
                throw new EOFException("the device ends at " + position);
            }
            position += read;
        }
    }

    @Override
    public void write(long at, byte[] from, int offset, int length) throws IOException {
        if (at % SECTOR != 0 || length % SECTOR != 0 || at < 0 || at + length > bytes) {
            throw new IOException("no whole sectors of this device: " + length + " bytes at " + at);
        }
        ByteBuffer left = ByteBuffer.wrap(from, offset, length);
        long position = at;
        while (left.hasRemaining()) {
            position += channel.write(left, position);
        }
    }

    @Override
    public void flush() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
