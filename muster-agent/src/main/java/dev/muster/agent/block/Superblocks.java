package dev.muster.agent.block;

import java.io.IOException;
import java.util.Optional;

/**
 * The two superblocks. A new generation always goes over the older copy, so the newest whole one is never touched: a cut
 * leaves the state before or the state after. One thread at a time.
 */
final class Superblocks {
    private final BlockDevice device;
    private Superblock newest;

    private Superblocks(BlockDevice device, Superblock newest) {
        this.device = device;
        this.newest = newest;
    }

    /** @throws IOException when neither copy is whole: this device was never made, or is not this device */
    static Superblocks open(BlockDevice device) throws IOException {
        Optional<Superblock> first = read(device, 0);
        Optional<Superblock> second = read(device, 1);
        Superblock newest = first.isPresent()
                        && (second.isEmpty()
                                || first.get().generation() > second.get().generation())
                ? first.get()
                : second.orElseThrow(() -> new IOException("no superblock is whole: this device was never made"));
        newest.geometry().fits(device);
        return new Superblocks(device, newest);
    }

    /** Makes a device: both copies, each flushed, so that the first change leaves one to fall back to. */
    static Superblocks make(BlockDevice device, Geometry geometry, BlockState state) throws IOException {
        geometry.fits(device);
        Superblocks made = new Superblocks(device, new Superblock(0, geometry, state));
        made.write(state);
        made.write(state);
        return made;
    }

    private static Optional<Superblock> read(BlockDevice device, int copy) throws IOException {
        byte[] block = new byte[Geometry.SUPERBLOCK];
        device.read((long) copy * Geometry.SUPERBLOCK, block, 0, block.length);
        return Superblock.parse(block);
    }

    Geometry geometry() {
        return newest.geometry();
    }

    BlockState state() {
        return newest.state();
    }

    /** Replaces the state as one step that survives a power cut. What was written before is flushed with it. */
    void write(BlockState state) throws IOException {
        Superblock next = new Superblock(newest.generation() + 1, newest.geometry(), state);
        byte[] block = next.encode();
        // Whatever this state vouches for is on the disk before the state is.
        device.flush();
        device.write(next.generation() % 2 * Geometry.SUPERBLOCK, block, 0, block.length);
        device.flush();
        newest = next;
    }
}
