package dev.muster.server.joining;

import dev.muster.format.crypto.KeyBackend;
import dev.muster.format.crypto.Pkcs12Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The key file of the authorities in the data directory, {@code joining/device-ca.p12}. Its password is random and lies
 * beside it, readable by the owner only: it protects copies of the one file, not the directory.
 */
public final class AuthorityKeys {

    private static final int PASSWORD_BYTES = 24;

    private AuthorityKeys() {}

    /** Opens the file, or makes it ready. */
    public static KeyBackend open(Path data, SecureRandom random) {
        Path directory = data.resolve("joining");
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return Pkcs12Backend.open(
                    directory.resolve("device-ca.p12"), password(directory.resolve("password"), random));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the key directory " + directory, e);
        }
    }

    private static char[] password(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            try (var channel = Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(
                        ByteBuffer.wrap(Base64.getUrlEncoder().withoutPadding().encode(bytes)));
            }
        }
        return Files.readString(file).strip().toCharArray();
    }
}
