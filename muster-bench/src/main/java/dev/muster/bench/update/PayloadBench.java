package dev.muster.bench.update;

import dev.muster.agent.block.BlockBoot;
import dev.muster.agent.block.BlockDevice;
import dev.muster.agent.block.BlockInstaller;
import dev.muster.agent.block.Geometry;
import dev.muster.agent.block.RollbackCounter;
import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.DeviceClass;
import dev.muster.agent.state.Slot;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** From the source to the storage, in memory, so that only the way between them is measured. */
final class PayloadBench {
    private static final int ROUNDS = 5;
    private static final DeviceClass KIND = DeviceClass.of("acme.example", "cam");

    private PayloadBench() {}

    static void run(int bytes) throws Exception {
        byte[] image = new byte[bytes];
        new Random(1).nextBytes(image);
        KeyPair maker = Keys.generateP256(new SecureRandom());
        byte[] envelope = EnvelopeBuilder.of(new FirmwareTemplate(
                                2, KIND.vendorId(), KIND.classId(), SuitDigest.sha256(image), bytes, "u", "2", "")
                        .manifest())
                .sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.getPrivate(), Optional.empty()));
        EnvelopeVerifier verifier = new EnvelopeVerifier(
                List.of(new EnvelopeVerifier.Signer("acme", VerificationKey.of(maker.getPublic()))));
        double[] hash = new double[ROUNDS];
        double[] pass = new double[ROUNDS];
        double[] whole = new double[ROUNDS];
        // One for all rounds: the kernel gives its pages in the first.
        Memory device = new Memory(new byte[2 * bytes + 1024 * 1024]);
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            MessageDigest.getInstance("SHA-256").digest(image);
            hash[round] = seconds(start);
            BlockBoot boot = new BlockBoot(device, RollbackCounter.none());
            boot.make(Geometry.one(FirmwareTemplate.FIRMWARE, device.bytes()));
            boot.provision(Slot.A, List.of(new byte[512]), 1, "1");
            boot.start();
            Timed source = new Timed(image);
            start = System.nanoTime();
            boolean installed = new BlockInstaller(KIND, verifier, device, source, new PayloadCipher(List.of()))
                    .install("/x", envelope)
                    .installed();
            whole[round] = seconds(start);
            if (!installed) {
                throw new IllegalStateException("not installed");
            }
            pass[round] = (source.ended - source.began) / 1e9;
        }
        Arrays.sort(hash);
        Arrays.sort(pass);
        Arrays.sort(whole);
        double limit = hash[ROUNDS / 2];
        System.out.printf(
                "payload of %d MiB: SHA-256 alone %.0f MB/s; fetched, hashed and written %.0f MB/s, %.0f %% of it"
                        + " (goal 85); with three times read back %.0f MB/s%n",
                bytes >> 20,
                bytes / limit / 1e6,
                bytes / pass[ROUNDS / 2] / 1e6,
                100 * limit / pass[ROUNDS / 2],
                bytes / whole[ROUNDS / 2] / 1e6);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Notes when its first byte is asked for and when its last one was taken. */
    private static final class Timed implements ArtifactSource {
        private final byte[] image;
        private long began;
        private long ended;

        Timed(byte[] image) {
            this.image = image;
        }

        @Override
        public Transfer open(String uri, long from) {
            began = System.nanoTime();
            InputStream in = new ByteArrayInputStream(image, (int) from, image.length - (int) from) {
                @Override
                public synchronized int read(byte[] into, int offset, int length) {
                    ended = System.nanoTime();
                    return super.read(into, offset, length);
                }
            };
            return new Transfer(in, from);
        }
    }

    private record Memory(byte[] content) implements BlockDevice {
        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public void read(long at, byte[] into, int from, int length) {
            System.arraycopy(content, (int) at, into, from, length);
        }

        @Override
        public void write(long at, byte[] bytes, int from, int length) {
            System.arraycopy(bytes, from, content, (int) at, length);
        }

        @Override
        public void flush() {}
    }
}
