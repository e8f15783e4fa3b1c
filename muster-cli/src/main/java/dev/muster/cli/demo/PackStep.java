package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import dev.muster.format.audit.pack.PackFile;
import dev.muster.format.audit.pack.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** Step 8: everything an auditor needs in one signed file, checked without the server; no byte of it can be changed. */
final class PackStep implements Step {

    /** Each is a whole verification that must fail; this many take well under a second. */
    private static final int FLIPS = 64;

    @Override
    public String name() {
        return "pack";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        ApiClient api = world.api();
        long begin = System.nanoTime();
        Path file = Files.write(world.plan().folder().resolve("demo.pack"), api.bytes(DemoWorld.path("pack")));
        Path trust = Files.write(world.plan().folder().resolve("demo.trust"), api.bytes(DemoWorld.path("trust")));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        byte[] pack = Files.readAllBytes(file);
        Trust pinned = Trust.parse(Files.readString(trust, StandardCharsets.UTF_8));
        PackFile.Report report = verified(pack, pinned);
        NotShown.unless(
                report.holds(), "the pack does not verify: " + report.steps().getLast());
        story.line(
                name(),
                String.format("%.1f", pack.length / 1048576.0) + " MiB written in " + Story.time(took)
                        + "; verified offline with two pinned keys: "
                        + report.steps().size() + " of "
                        + report.steps().size() + " steps hold",
                Map.of("bytes", pack.length));
        Random random = new Random(world.plan().seed());
        for (int i = 0; i < FLIPS; i++) {
            byte[] changed = pack.clone();
            int at = i == 0 ? changed.length / 2 : random.nextInt(changed.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            NotShown.unless(!verified(changed, pinned).holds(), "byte " + at + " can be changed unnoticed");
        }
        story.line(name(), "with one bit flipped at " + FLIPS + " places in turn, it verifies at none of them");
    }

    private static PackFile.Report verified(byte[] pack, Trust pinned) throws IOException {
        return PackFile.verify(new ByteArrayInputStream(pack), pinned, _ -> {});
    }
}
