package dev.muster.server.assurance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps the parts of a pack until all of them are made: in a file that ends with it, or in memory when there is little. */
public final class PackSpool implements AutoCloseable {
    private final Optional<Path> file;
    private final OutputStream out;

    private PackSpool(Optional<Path> file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    static PackSpool inMemory() {
        return new PackSpool(Optional.empty(), new ByteArrayOutputStream());
    }

    /** In a file of this folder, which nobody else may read: it holds what the pack holds. */
    public static PackSpool in(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "parts-", ".spool");
        return new PackSpool(Optional.of(file), Files.newOutputStream(file));
    }

    void add(byte[] part) throws IOException {
        out.write(part);
    }

    void copyTo(OutputStream target) throws IOException {
        out.flush();
        if (file.isPresent()) {
            Files.copy(file.get(), target);
        } else if (out instanceof ByteArrayOutputStream bytes) {
            bytes.writeTo(target);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
