package dev.muster.server.ledger;

import dev.muster.format.merkle.MerkleHash;
import dev.muster.format.merkle.TileId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Tiles as static files in the layout of C2SP tlog-tiles, ready to be served or copied by anything. */
final class FileTileStore implements TileStore {
    private static final String CHECKPOINT = "checkpoint";

    private final Path root;

    /** @param root directory of this log; made when needed */
    FileTileStore(Path root) {
        this.root = root;
    }

    @Override
    public Optional<byte[]> tile(TileId tile) {
        return read(root.resolve(tile.path())).filter(b -> b.length == tile.width() * MerkleHash.LENGTH);
    }

    @Override
    public void keep(TileId tile, byte[] hashes) {
        replace(root.resolve(tile.path()), hashes, tile.full());
    }

    @Override
    public void drop(TileId partial) {
        Path file = root.resolve(partial.path());
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            throw new UncheckedIOException("cannot remove " + file.getFileName(), left);
        }
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return read(root.resolve(CHECKPOINT));
    }

    @Override
    public void publish(byte[] note) {
        replace(root.resolve(CHECKPOINT), note, true);
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }

    /** Written beside and moved over: a reader sees the old file or the new one. */
    private static void replace(Path file, byte[] bytes, boolean durable) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }
}
