package dev.muster.bench.assurance;

import static dev.muster.bench.assurance.AssuranceBench.processor;
import static dev.muster.bench.assurance.AssuranceBench.say;
import static dev.muster.bench.assurance.AssuranceBench.since;

import dev.muster.core.assurance.PackReplay;
import dev.muster.core.assurance.PackReplay.Outcome;
import dev.muster.format.audit.pack.PackFile;
import dev.muster.format.audit.pack.Trust;
import dev.muster.format.crypto.Sha256;
import dev.muster.server.PackRules;
import dev.muster.server.assurance.PackMaker;
import dev.muster.server.assurance.PackSpool;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** A pack of everything, written and read as files: neither side has more than one part in memory. */
final class PackBench {
    private PackBench() {}

    /** @return how long writing it took; {@link Double#MAX_VALUE} when it does not hold */
    static double run(JudgedFleet fleet) throws IOException {
        PackMaker maker = fleet.packs();
        Path file = Files.createTempFile("muster-bench-", ".pack");
        try (HeapPeak heap = new HeapPeak()) {
            long start = System.nanoTime();
            long processor = processor();
            try (PackSpool parts = PackSpool.in(fleet.directory);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                maker.write(JudgedFleet.ORG, Optional.empty(), parts, out);
            }
            double took = since(start);
            say(
                    "a pack: %,d bytes by %.1f s of processor, heap after collections up to %,d MB more",
                    Files.size(file), (processor() - processor) / 1e9, heap.more());
            return holds(file, maker.trust(JudgedFleet.ORG), heap) ? took : Double.MAX_VALUE;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static boolean holds(Path file, Trust trust, HeapPeak heap) throws IOException {
        heap.anew();
        long start = System.nanoTime();
        boolean holds;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            holds = PackFile.verify(in, trust, _ -> {}).holds();
        }
        double verified = since(start);
        PackReplay replay = PackRules.replay();
        start = System.nanoTime();
        int[] otherwise = new int[1];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            PackFile.verify(in, trust, pack -> otherwise[0] += replay.replay(pack) instanceof Outcome.Same ? 0 : 1);
        }
        double derived = since(start);
        say(
                "  verified offline in %.1f s (%s), verified and derived again in %.1f s (%s), heap up to %,d MB more;"
                        + " SHA-256 of the file (the limit) %.2f s",
                verified,
                holds ? "holds" : "DOES NOT HOLD",
                derived,
                otherwise[0] == 0 ? "the same" : "NOT THE SAME",
                heap.more(),
                digested(file));
        return holds && otherwise[0] == 0;
    }

    private static double digested(Path file) throws IOException {
        long start = System.nanoTime();
        MessageDigest digest = Sha256.digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[64 * 1024];
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                digest.update(piece, 0, got);
            }
        }
        return digest.digest().length == 0 ? 0 : since(start);
    }
}
