package dev.muster.agent.attest;

import dev.muster.format.coswid.Digest;
import dev.muster.format.coswid.FileEntry;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.eat.SlotMeasurement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Reads every file of a slot, every time: an answer from a cache would say what the slot was. */
final class SlotMeasurer {

    private static final int CHUNK_BYTES = 64 * 1024;

    private SlotMeasurer() {}

    /**
     * Measures a slot. A link is measured as its target's name, so that a file that became a link differs.
     *
     * @throws IOException when a file cannot be read or vanishes meanwhile; then there is nothing to show
     */
    static SlotMeasurement measure(Path slot) throws IOException {
        List<FileEntry> files = new ArrayList<>();
        Files.walkFileTree(slot, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = slot.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                files.add(entry(path, file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        return new SlotMeasurement(files);
    }

    private static FileEntry entry(String path, Path file, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            String what = attributes.isSymbolicLink() ? "link " + Files.readSymbolicLink(file) : "special file";
            byte[] name = what.getBytes(StandardCharsets.UTF_8);
            return FileEntry.of(path, 0, Digest.sha256(Sha256.of(name)));
        }
        MessageDigest hash = Sha256.digest();
        byte[] buffer = new byte[CHUNK_BYTES];
        long size = 0;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                hash.update(buffer, 0, read);
                size += read;
            }
        }
        return FileEntry.of(path, size, Digest.sha256(hash.digest()));
    }
}
