package dev.muster.checks.vm;

import dev.muster.agent.block.BlockBoot;
import dev.muster.agent.block.BlockFactory;
import dev.muster.agent.block.BlockState;
import dev.muster.agent.block.FileBlockDevice;
import dev.muster.agent.block.Geometry;
import dev.muster.agent.block.RollbackCounter;
import dev.muster.agent.block.SlotImage;
import dev.muster.agent.state.Slot;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.testing.Peer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The disk with two slots, and the two images that its maker signed: a read-only file system with its hash tree behind it. The
 * disk is read from outside, as whoever repairs a device would.
 */
final class SlotImages {
    private static final Duration MAKING = Duration.ofMinutes(2);
    private static final int BLOCK = 4096;
    private static final int PAYLOAD_BYTES = 6 * 1024 * 1024;

    /** Begins each slot at a whole block, for two images with room to grow. */
    private static final long DISK_BYTES = 139_264 + 2 * 16L * 1024 * 1024;

    private static final int LOOK_BYTES = 64 * 1024;

    private final Path disk;
    private final Map<Long, Image> images;

    /**
     * @param blocks of the file system; the tree is behind it
     * @param hash that the tree leads to
     */
    record Image(String version, long sequence, byte[] bytes, long blocks, String hash) {
        SlotMeasurement measured() {
            return new SlotMeasurement(
                    List.of(FileEntry.of("firmware", bytes.length, Digest.sha256(Sha256.of(bytes)))));
        }
    }

    private SlotImages(Path disk, List<Image> images) {
        this.disk = disk;
        this.images = Map.of(
                images.getFirst().sequence(),
                images.getFirst(),
                images.getLast().sequence(),
                images.getLast());
    }

    /** A disk as it leaves the factory, with the older image in slot A. */
    static SlotImages make(Path dir) throws Exception {
        Files.createDirectories(dir);
        Path disk = dir.resolve("slots.img");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
        }
        SlotImages made = new SlotImages(disk, List.of(image(dir, "2.0.0", 10), image(dir, "2.0.1", 11)));
        Image first = made.older();
        BlockFactory.make(disk, FirmwareTemplate.FIRMWARE, first.bytes(), first.sequence(), first.version());
        return made;
    }

    private static Image image(Path dir, String version, long sequence) throws Exception {
        Path tree = Files.createDirectories(dir.resolve(version).resolve("bin"));
        Files.writeString(tree.resolve("app"), "#!/bin/sh\necho app " + version + "\n");
        byte[] payload = new byte[PAYLOAD_BYTES];
        new Random(sequence).nextBytes(payload);
        Files.write(tree.resolve("model"), payload);
        Path image = dir.resolve(version + ".img");
        run(
                dir,
                "mkfs.erofs",
                "-x-1",
                "--all-root",
                image.toString(),
                tree.getParent().toString());
        long blocks = Files.size(image) / BLOCK;
        String said = run(
                dir,
                "veritysetup",
                "format",
                "--no-superblock",
                "--salt=-",
                "--data-blocks=" + blocks,
                "--hash-offset=" + blocks * BLOCK,
                image.toString(),
                image.toString());
        String hash = said.lines()
                .filter(line -> line.startsWith("Root hash:"))
                .map(line -> line.substring("Root hash:".length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException(said));
        return new Image(version, sequence, Files.readAllBytes(image), blocks, hash);
    }

    private static String run(Path dir, String... words) throws Exception {
        Peer.Result result = Peer.run(dir, MAKING, words);
        if (result.status() != 0) {
            throw new IOException(words[0] + ": " + result.out());
        }
        return result.out();
    }

    Path disk() {
        return disk;
    }

    Image older() {
        return images.get(10L);
    }

    Image newer() {
        return images.get(11L);
    }

    /** Which image a slot is said to hold, by what the device wrote down. */
    Optional<Image> said(Slot slot) throws IOException {
        return state().image(slot).map(SlotImage::sequence).map(images::get);
    }

    /** @throws IOException also when the device is writing it just now */
    BlockState state() throws IOException {
        try (FileBlockDevice device = FileBlockDevice.open(disk)) {
            return new BlockBoot(device, RollbackCounter.none()).state();
        }
    }

    /** Whether the newer image has come so far into slot B, in hundredths. */
    boolean written(int percent) throws IOException {
        byte[] image = newer().bytes();
        int at = (int) ((long) (image.length - LOOK_BYTES) * percent / 100) / BLOCK * BLOCK;
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "r")) {
            byte[] there = new byte[LOOK_BYTES];
            file.seek(offset(Slot.B) + at);
            file.readFully(there);
            return Arrays.equals(there, Arrays.copyOfRange(image, at, at + LOOK_BYTES));
        }
    }

    long offset(Slot slot) {
        return Geometry.one(FirmwareTemplate.FIRMWARE, DISK_BYTES).offset(slot, 0);
    }

    /**
     * The slot that a device without power would start, every byte of it compared with what its maker signed.
     *
     * @throws IOException when there is none: then the device is lost
     */
    Slot starts() throws IOException {
        BlockState state = state();
        Slot first = state.next().orElse(state.active());
        for (Slot slot : List.of(first, first.other())) {
            Optional<Image> image = said(slot);
            if (image.isPresent() && holds(slot, image.get())) {
                return slot;
            }
        }
        throw new IOException("neither slot holds what a maker signed: " + state);
    }

    private boolean holds(Slot slot, Image image) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "r")) {
            byte[] there = new byte[image.bytes().length];
            file.seek(offset(slot));
            file.readFully(there);
            return Arrays.equals(there, image.bytes());
        }
    }
}
