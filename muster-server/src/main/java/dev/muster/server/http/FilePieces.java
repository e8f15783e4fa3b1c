package dev.muster.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** One range of a file that does not change. Open until it is closed. */
final class FilePieces implements Departure.Pieces {
    private final FileChannel file;
    private long position;
    private final Runnable closed;
    private long length;

    private FilePieces(FileChannel file, long length, Runnable closed) {
        this.file = file;
        this.length = length;
        this.closed = closed;
    }

    /** The whole file, for now. */
    static FilePieces open(Path path) throws IOException {
        return open(path, () -> {});
    }

    /** The same of a file that nobody finds any more: it lies on the disk until it is closed. */
    static FilePieces taken(Path path, Runnable closed) throws IOException {
        FilePieces file = open(path, closed);
        try {
            Files.delete(path);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static FilePieces open(Path path, Runnable closed) throws IOException {
        FileChannel file = FileChannel.open(path);
        try {
            return new FilePieces(file, file.size(), closed);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    void only(RangeHeader.Part range) {
        position = range.first();
        length = range.length();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void next(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int n = file.read(into, position);
            if (n < 0) {
                throw new IOException("the file became shorter while it was served");
            }
            position += n;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            closed.run();
        }
    }
}
