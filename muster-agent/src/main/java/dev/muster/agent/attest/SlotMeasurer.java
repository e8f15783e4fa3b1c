package dev.muster.agent.attest;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.crypto.Sha256;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads every file of a slot, every time: an answer from a cache would say what the slot was. */
public final class SlotMeasurer {

    private static final int CHUNK_BYTES = 64 * 1024;

    /** Room for a number behind the longest path that a measurement takes. */
    private static final int PATH_CHARS_MAX = FileEntry.MAX_PATH_CHARS - 16;

    /** Stands for every file beyond the limit. */
    private static final String MORE = "more files than are measured";

    private SlotMeasurer() {}

    /**
     * Measures a slot. A link is measured as its target's name, so that a file that became a link differs. Whatever an
     * attacker leaves there, there is a measurement: names that read alike are told apart, and of files beyond the limit
     * only their presence is measured, which no release has.
     *
     * @throws IOException when a file cannot be read or vanishes meanwhile; then there is nothing to show
     */
    public static SlotMeasurement measure(Path slot) throws IOException {
        return measure(slot, SlotMeasurement.MAX_FILES - 1);
    }

    static SlotMeasurement measure(Path slot, int mostFiles) throws IOException {
        Map<String, FileEntry> files = new LinkedHashMap<>();
        Files.walkFileTree(slot, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (files.size() >= mostFiles) {
                    files.put(MORE, FileEntry.of(MORE, 0, Digest.sha256(Sha256.of(new byte[0]))));
                    return FileVisitResult.TERMINATE;
                }
                String path = path(slot, file, files);
                files.put(path, entry(path, file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        return new SlotMeasurement(List.copyOf(files.values()));
    }

    /** Names that are no UTF-8 may read alike: the second one gets a number. */
    private static String path(Path slot, Path file, Map<String, FileEntry> taken) {
        String name =
                slot.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        String path = name.length() <= PATH_CHARS_MAX ? name : name.substring(0, PATH_CHARS_MAX);
        String free = path;
        for (int again = 2; taken.containsKey(free); again++) {
            free = path + " #" + again;
        }
        return free;
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
