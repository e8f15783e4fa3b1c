package dev.muster.ledger.tree;

import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.TileId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tiles as static files in the layout of C2SP tlog-tiles, ready to be served or copied by anything. */
public final class FileTileStore implements TileStore {
    private static final String CHECKPOINT = "checkpoint";

    private final Path root;

    /** @param root directory of this log; made when needed */
    public FileTileStore(Path root) {
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

    /** All are written before the first is flushed: what the disk must do for one flush then serves the others. */
    @Override
    public void keepAll(Map<TileId, byte[]> tiles) {
        Map<Path, Path> moves = new LinkedHashMap<>();
        try {
            for (Map.Entry<TileId, byte[]> tile : tiles.entrySet()) {
                Path file = root.resolve(tile.getKey().path());
                moves.put(beside(file, tile.getValue()), file);
            }
            for (Path beside : moves.keySet()) {
                flush(beside);
            }
            for (Map.Entry<Path, Path> move : moves.entrySet()) {
                Files.move(
                        move.getKey(),
                        move.getValue(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write tiles below " + root, failed);
        }
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
        try {
            Path beside = beside(file, bytes);
            if (durable) {
                flush(beside);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    private static Path beside(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.write(beside, bytes);
    }

    private static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
