package dev.muster.agent.block;

import dev.muster.agent.block.SimBlockDevice.Pending;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Every disk that a cut between two flushes may leave: each subset of the pending sectors, and each subset with one of its
 * sectors torn at some byte. Where that would be more than {@code most}, so many of them, chosen by the seed.
 */
record CutStates(long most, long seed) {

    void each(byte[] durable, List<Pending> pending, Consumer<byte[]> disk) {
        SplittableRandom random = new SplittableRandom(seed * 31 + pending.size());
        int sectors = pending.size();
        long all = sectors > 40 ? Long.MAX_VALUE : (1L << sectors) + sectors * (1L << sectors) / 2;
        if (all <= most) {
            for (long subset = 0; subset < 1L << sectors; subset++) {
                disk.accept(kept(durable, pending, subset, -1, random));
                for (int torn = 0; torn < sectors; torn++) {
                    if ((subset >> torn & 1) == 1) {
                        disk.accept(kept(durable, pending, subset, torn, random));
                    }
                }
            }
            return;
        }
        for (long i = 0; i < most; i++) {
            disk.accept(sampled(durable, pending, random));
        }
    }

    private static byte[] kept(byte[] durable, List<Pending> pending, long subset, int torn, SplittableRandom random) {
        byte[] disk = durable.clone();
        for (int i = 0; i < pending.size(); i++) {
            if ((subset >> i & 1) == 1) {
                put(disk, pending.get(i), i == torn ? 1 + random.nextInt(BlockDevice.SECTOR - 1) : BlockDevice.SECTOR);
            }
        }
        return disk;
    }

    /** Any subset, and as often as not one sector torn. */
    byte[] sampled(byte[] durable, List<Pending> pending, SplittableRandom random) {
        byte[] disk = durable.clone();
        int torn = random.nextBoolean() ? random.nextInt(pending.size()) : -1;
        for (int i = 0; i < pending.size(); i++) {
            if (i == torn || random.nextBoolean()) {
                put(disk, pending.get(i), i == torn ? 1 + random.nextInt(BlockDevice.SECTOR - 1) : BlockDevice.SECTOR);
            }
        }
        return disk;
    }

    /** A torn sector has its first bytes from the new content, and the rest from before. */
    private static void put(byte[] disk, Pending sector, int bytes) {
        System.arraycopy(sector.bytes(), 0, disk, sector.at(), bytes);
    }
}
