package dev.muster.bench.update;

import dev.muster.format.update.delta.DeltaMaker;
import dev.muster.format.update.delta.DeltaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** A difference between two versions of a file, beside what other programs make of the pair where they are installed. */
final class DeltaBench {
    private DeltaBench() {}

    static void run(Path old, Path now) throws Exception {
        byte[] base = Files.readAllBytes(old);
        byte[] image = Files.readAllBytes(now);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long start = System.nanoTime();
        DeltaMaker.make(new Bytes(base), new Bytes(image), out);
        double made = (System.nanoTime() - start) / 1e9;
        byte[] delta = out.toByteArray();
        DeltaReader reader = new DeltaReader(new ByteArrayInputStream(delta), 0, new Bytes(base), image.length);
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        start = System.nanoTime();
        long bytes = 0;
        for (byte[] block = reader.next(0); block.length > 0; block = reader.next(bytes)) {
            hash.update(block);
            bytes += block.length;
        }
        double applied = (System.nanoTime() - start) / 1e9;
        if (!MessageDigest.isEqual(
                hash.digest(), MessageDigest.getInstance("SHA-256").digest(image))) {
            throw new IllegalStateException("the difference makes another file");
        }
        System.out.printf(
                "difference %d -> %d bytes: muster %d bytes in %.1f s, applied at %.0f MB/s%n",
                base.length, image.length, delta.length, made, image.length / applied / 1e6);
        Path to = Files.createTempFile("muster-delta", ".out");
        try {
            beside("bsdiff", to, List.of("bsdiff", old.toString(), now.toString(), to.toString()));
            beside(
                    "xdelta3 -9",
                    to,
                    List.of("xdelta3", "-9", "-f", "-e", "-s", old.toString(), now.toString(), to.toString()));
            beside(
                    "zstd -19 --patch-from",
                    to,
                    List.of("zstd", "-19", "-q", "-f", "--patch-from=" + old, now.toString(), "-o", to.toString()));
            beside("zstd -19, whole", to, List.of("zstd", "-19", "-q", "-f", now.toString(), "-o", to.toString()));
        } finally {
            Files.deleteIfExists(to);
        }
    }

    private static void beside(String name, Path to, List<String> command) throws InterruptedException, IOException {
        long start = System.nanoTime();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                System.out.println("  " + name + ": failed");
                return;
            }
        } catch (IOException e) {
            System.out.println("  " + name + ": not installed");
            return;
        }
        System.out.printf("  %s: %d bytes in %.1f s%n", name, Files.size(to), (System.nanoTime() - start) / 1e9);
    }

    private record Bytes(byte[] content) implements DeltaReader.Base {
        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public void read(long at, byte[] into) {
            System.arraycopy(content, (int) at, into, 0, into.length);
        }
    }
}
