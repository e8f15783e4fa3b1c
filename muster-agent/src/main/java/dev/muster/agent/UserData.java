package dev.muster.agent;

import dev.muster.agent.maintenance.LocalRefused;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.wipe.Eraser;
import dev.muster.agent.wipe.Wipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What the device's users put there: the folders that the maker names in the line {@code data}. Handed out whole, or destroyed. */
final class UserData {
    /** What is handed out travels in one answer, packed; more of it is asked for a folder at a time. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private final DeviceRoots roots;
    private final KeyPlace keys;
    private final Eraser eraser;

    UserData(DeviceRoots roots, KeyPlace keys, Eraser eraser) {
        this.roots = roots;
        this.keys = keys;
        this.eraser = eraser;
    }

    /**
     * All of it as a ZIP file whose names are relative to the device's folder.
     *
     * @param below only what lies at or below this name; empty for all
     */
    byte[] export(String below) throws IOException, LocalRefused {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Path device = roots.factory().resolveSibling(".").normalize();
        long size = 0;
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            for (Path file : files()) {
                String name = device.relativize(file).toString();
                if (!below.isEmpty() && !name.equals(below) && !name.startsWith(below + "/")) {
                    continue;
                }
                // By its size, not by what it packs to: who hands it out and who reads it both hold it.
                size += Files.size(file);
                if (size > MAX_BYTES) {
                    throw new LocalRefused(
                            "file-too-large", "more than " + MAX_BYTES + " bytes: ask for one of its folders");
                }
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return packed.toByteArray();
    }

    /** Destroys all of it; the signed proof says what was there and what is left. */
    byte[] erase(String session, InstantSource clock) throws IOException {
        Credential identity = Credential.operational(roots, keys)
                .orElseThrow(() -> new IOException("this device has no key to prove an erasure with"));
        return new Wipe(roots, eraser).data(identity, session, clock);
    }

    /** Links are not followed: they would lead to what is not the users'. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : Factory.data(roots)) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Files.walkFileTree(folder.normalize(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        files.sort(null);
        return files;
    }
}
