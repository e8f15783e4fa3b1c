package dev.muster.server.update;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What other device APIs ask about the bytes of an artifact. */
final class ArtifactLook {
    private static final int CHUNK_BYTES = 256 * 1024;

    private ArtifactLook() {}

    /** A cpio archive is an image of SWUpdate, a squashfs one of RAUC. */
    static String suffix(byte[] head) {
        String begin = new String(head, StandardCharsets.ISO_8859_1);
        if (begin.startsWith("070701") || begin.startsWith("070702")) {
            return ".swu";
        }
        return begin.startsWith("hsqs") ? ".raucb" : "";
    }

    static String sha1(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest hash = MessageDigest.getInstance("SHA-1");
            byte[] buffer = new byte[CHUNK_BYTES];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                hash.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
