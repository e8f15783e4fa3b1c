import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
 * by a third smaller, and a class is read without being inflated. Order, times and contents stay. Signatures of jars are left
 * out: of signed ones Java puts no class into its cache (JEP 483) and checks every class again at each start, while the files
 * of a package are held by the package's own sums and, on a device, by its manifest and dm-verity.
 */
public class Stored {
    private static final String SIGNATURE = "META-INF/[^/]+\\.(SF|RSA|DSA|EC)";

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
                    if (!entry.getName().matches(SIGNATURE)) {
                        copy(in, entry, out);
                    }
                }
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A signed jar's manifest has a section with a digest for each entry, and Java keeps all of it in memory: six thousand here. */
    private static byte[] main(byte[] manifest) {
        String text = new String(manifest, StandardCharsets.UTF_8).replace("\r\n", "\n");
        int end = text.indexOf("\n\n");
        return end < 0 ? manifest : text.substring(0, end + 2).getBytes(StandardCharsets.UTF_8);
    }

    private static void copy(ZipFile in, ZipEntry entry, ZipOutputStream out) throws IOException {
        byte[] bytes;
        try (InputStream from = in.getInputStream(entry)) {
            bytes = from.readAllBytes();
        }
        if (entry.getName().equals("META-INF/MANIFEST.MF")) {
            bytes = main(bytes);
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
