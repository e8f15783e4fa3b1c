package dev.muster.server.governance;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.server.config.PrivateFile;
import dev.muster.server.config.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;

/** Keys of one purpose each, in files of their own that the server's user alone can read. */
public final class KeyFiles {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private KeyFiles() {}

    /**
     * Reads the P-256 pair in this file, or makes it.
     *
     * @throws StartFailure when it cannot be read or made
     */
    public static KeyPair pair(Path file, SecureRandom random) {
        try {
            Files.createDirectories(
                    file.toAbsolutePath().getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(file)) {
                KeyPair made = Keys.generateP256(random);
                String text = new Pem(PRIVATE, made.getPrivate().getEncoded()).encode()
                        + new Pem(PUBLIC, made.getPublic().getEncoded()).encode();
                PrivateFile.replace(file, text.getBytes(StandardCharsets.US_ASCII));
            }
            String pair = Files.readString(file);
            return new KeyPair(Keys.publicKey(Pem.first(pair, PUBLIC)), Keys.privateKey(Pem.first(pair, PRIVATE)));
        } catch (IOException e) {
            throw new StartFailure("The key " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }
}
