package dev.muster.server.update;

import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** A signed image for SWUpdate that installs one file: a cpio archive with checksums, and a CMS signature by OpenSSL. */
final class SwuImage {
    private SwuImage() {}

    /**
     * @param folder gets {@code key.pem} and {@code cert.pem}
     * @param target where the file is installed
     */
    static byte[] make(Path folder, byte[] content, Path target) throws IOException, InterruptedException {
        String description = """
            software =
            {
              version = "2.0";
              hardware-compatibility: [ "1.0" ];
              files: ( { filename = "payload"; path = "%s"; sha256 = "%s"; } );
            }
            """.formatted(target, HexFormat.of().formatHex(Sha256.of(content)));
        Path told = Files.writeString(folder.resolve("sw-description"), description);
        run(
                folder,
                "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=maker -days 30"
                        + " -addext extendedKeyUsage=emailProtection -addext keyUsage=digitalSignature");
        run(
                folder,
                "openssl cms -sign -in sw-description -out sw-description.sig -signer cert.pem -inkey key.pem"
                        + " -outform DER -nosmimecap -binary");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entry(out, 1, "sw-description", Files.readAllBytes(told));
        entry(out, 2, "sw-description.sig", Files.readAllBytes(folder.resolve("sw-description.sig")));
        entry(out, 3, "payload", content);
        entry(out, 0, "TRAILER!!!", new byte[0]);
        return out.toByteArray();
    }

    /** The format that cpio calls crc: its checksum is the sum of all bytes. */
    private static void entry(ByteArrayOutputStream out, int inode, String name, byte[] data) throws IOException {
        long sum = 0;
        for (byte b : data) {
            sum += b & 0xff;
        }
        StringBuilder header = new StringBuilder("070702");
        for (long field : new long[] {
            inode, inode == 0 ? 0 : 0100644, 1, 0, 0, 0, data.length, 0, 0, 0, 0, name.length() + 1L, sum & 0xffffffffL
        }) {
            header.append("%08X".formatted(field));
        }
        pad(out, (header + name + "\0").getBytes(StandardCharsets.US_ASCII));
        pad(out, data);
    }

    private static void pad(ByteArrayOutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.write(new byte[(4 - bytes.length % 4) % 4]);
    }

    private static void run(Path folder, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command.split(" ")))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
