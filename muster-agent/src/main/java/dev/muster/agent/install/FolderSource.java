package dev.muster.agent.install;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.suit.ArtifactUri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Payloads in a folder, such as a USB stick: a file that is named by the digest, by the last step of the URI, or that has the
 * digest whatever its name. Nobody believes a name: the installer compares the digest with the manifest's.
 */
public final class FolderSource implements ArtifactSource {
    /** Files of a folder that are read to find a payload by its content: a stick with a release has a few. */
    private static final int MOST_FILES = 64;

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path folder;

    public FolderSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public Transfer open(String uri, long from) throws IOException {
        Path file = find(uri)
                .orElseThrow(() -> new IOException("there is no file for " + uri + " in " + folder.toAbsolutePath()));
        InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        try {
            in.skipNBytes(from);
        } catch (IOException shorter) {
            in.close();
            return new Transfer(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), 0);
        }
        return new Transfer(in, from);
    }

    private Optional<Path> find(String uri) throws IOException {
        Optional<byte[]> digest = ArtifactUri.digest(uri);
        String name = digest.map(HexFormat.of()::formatHex).orElse(uri.substring(uri.lastIndexOf('/') + 1));
        List<Path> files = files();
        Optional<Path> named = files.stream()
                .filter(file -> file.getFileName().toString().equals(name))
                .findFirst();
        if (named.isPresent() || digest.isEmpty()) {
            return named;
        }
        for (Path file : files) {
            if (MessageDigest.isEqual(digest(file), digest.get())) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        }
    }

    private static byte[] digest(Path file) throws IOException {
        MessageDigest hash = Sha256.digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            int read;
            while ((read = in.read(chunk)) >= 0) {
                hash.update(chunk, 0, read);
            }
        }
        return hash.digest();
    }
}
