package dev.muster.ledger.export;

import dev.muster.core.ledger.OrgId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Appends entries to one file an organisation, {@code <org>.cborseq}: a CBOR sequence (RFC 8742) of export arrays. */
public final class FileEntrySink implements EntrySink {
    private final Path directory;
    private final Map<OrgId, FileChannel> open = new HashMap<>();

    /** @param directory made when needed */
    public FileEntrySink(Path directory) {
        this.directory = directory;
    }

    @Override
    public synchronized void put(OrgId org, List<ExportedEntry> entries) {
        try {
            FileChannel channel = channel(org);
            long before = channel.size();
            try {
                for (ExportedEntry entry : entries) {
                    write(channel, entry.encode());
                }
                channel.force(false);
            } catch (IOException failed) {
                // Half an entry in the middle of the file would make everything after it unreadable.
                channel.truncate(before);
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot export to " + directory, failed);
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private FileChannel channel(OrgId org) throws IOException {
        FileChannel known = open.get(org);
        if (known != null) {
            return known;
        }
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(
                directory.resolve(org + ".cborseq"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
        open.put(org, channel);
        return channel;
    }

    @Override
    public synchronized void close() {
        for (FileChannel channel : open.values()) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // Every put was forced to the disk.
            }
        }
        open.clear();
    }
}
