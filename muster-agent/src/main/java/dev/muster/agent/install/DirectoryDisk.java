package dev.muster.agent.install;

import dev.muster.agent.state.Durability;
import dev.muster.format.update.image.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A disk that is a folder of this machine. Follows no links. */
public final class DirectoryDisk implements Disk {
    private final Path root;
    private final Durability durability;

    /** @param durability {@link Durability#PROCESS_END} leaves out all flushes */
    public DirectoryDisk(Path root, Durability durability) {
        this.root = root.toAbsolutePath().normalize();
        this.durability = durability;
    }

    @Override
    public boolean exists(String path) throws IOException {
        return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public long size(String path) throws IOException {
        return Files.readAttributes(resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .size();
    }

    @Override
    public InputStream read(String path) throws IOException {
        return Files.newInputStream(resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean executable(String path) throws IOException {
        return Files.isExecutable(resolve(path));
    }

    @Override
    public Tree tree(String folder) throws IOException {
        Path start = resolve(folder);
        List<String> files = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
            return new Tree(files, folders);
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!directory.equals(start)) {
                    folders.add(relative(start, directory));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isRegularFile()) {
                    throw new IOException(file + " is neither a file nor a folder");
                }
                files.add(relative(start, file));
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(files);
        Collections.sort(folders);
        return new Tree(files, folders);
    }

    private static String relative(Path start, Path path) {
        return start.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    @Override
    public void create(String path, boolean executable) throws IOException {
        Path file = resolve(path);
        Files.deleteIfExists(file);
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    @Override
    public void append(String path, byte[] buffer, int from, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(
                resolve(path), StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer left = ByteBuffer.wrap(buffer, from, length);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
    }

    @Override
    public void flush(String path) throws IOException {
        force(resolve(path), StandardOpenOption.WRITE);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String path) throws IOException {
        Files.delete(resolve(path));
    }

    @Override
    public void makeFolders(String path) throws IOException {
        Files.createDirectories(resolve(path));
    }

    @Override
    public void flushFolder(String path) throws IOException {
        force(path.isEmpty() ? root : resolve(path), StandardOpenOption.READ);
    }

    private void force(Path path, StandardOpenOption mode) throws IOException {
        if (durability == Durability.POWER_CUT) {
            try (FileChannel channel = FileChannel.open(path, mode)) {
                channel.force(true);
            }
        }
    }

    /** Below the root, through folders only: a link on the way would lead out of it. */
    private Path resolve(String path) throws IOException {
        if (!ImageFile.isPath(path) && !ImageFile.isPath(shortened(path))) {
            throw new NoSuchFileException(path, null, "not a path below the disk's root");
        }
        Path resolved = root;
        for (String segment : path.split("/", -1)) {
            if (Files.isSymbolicLink(resolved) && !resolved.equals(root)) {
                throw new IOException(resolved + " is a link");
            }
            resolved = resolved.resolve(segment);
        }
        return resolved;
    }

    /** An image's paths may be as long as allowed and lie below {@code slot-a/}. */
    private static String shortened(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(slash + 1);
    }
}
