package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.ComponentId;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where everything lies: two superblocks, a journal in two halves, slot A, slot B; in each slot one area for each component.
 * Decided when a device is made and never changed.
 *
 * @param journalSectors of each half
 * @param areas in the order in which they lie in a slot
 */
public record Geometry(int journalSectors, List<Area> areas) {
    /** Bytes of a superblock: holds the largest state, and is a page of common flash. */
    static final int SUPERBLOCK = 4096;

    /** Enough for the entries that an install cannot do without, and some checkpoints. */
    public static final int LEAST_JOURNAL_SECTORS = 16;

    /** A journal is read whole at each start: half a mebibyte at most. */
    public static final int MOST_JOURNAL_SECTORS = 1024;

    /** Components of one device: what fits into a superblock with a SHA-512 for each, twice. */
    public static final int MOST_AREAS = 8;

    /** @param bytes a multiple of the sector */
    public record Area(ComponentId component, long bytes) {
        public Area {
            if (bytes <= 0 || bytes % BlockDevice.SECTOR != 0) {
                throw new IllegalArgumentException("an area is some whole sectors, not " + bytes + " bytes");
            }
        }
    }

    public Geometry {
        areas = List.copyOf(areas);
        if (journalSectors < LEAST_JOURNAL_SECTORS || journalSectors > MOST_JOURNAL_SECTORS) {
            throw new IllegalArgumentException("no journal has " + journalSectors + " sectors");
        }
        if (areas.isEmpty() || areas.size() > MOST_AREAS) {
            throw new IllegalArgumentException("no device has " + areas.size() + " components");
        }
    }

    /** The largest areas that fit for one component. */
    public static Geometry one(ComponentId component, long deviceBytes) {
        int journal = deviceBytes < 1024 * 1024 ? LEAST_JOURNAL_SECTORS : 128;
        long head = 2L * SUPERBLOCK + 2L * journal * BlockDevice.SECTOR;
        long slot = (deviceBytes - head) / 2 / BlockDevice.SECTOR * BlockDevice.SECTOR;
        return new Geometry(journal, List.of(new Area(component, slot)));
    }

    OptionalInt area(ComponentId component) {
        for (int i = 0; i < areas.size(); i++) {
            if (areas.get(i).component().equals(component)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    long journal(int half) {
        return 2L * SUPERBLOCK + (long) half * journalSectors * BlockDevice.SECTOR;
    }

    /** Where an area begins. */
    public long offset(Slot slot, int area) {
        long at = journal(2) + (slot == Slot.A ? 0 : slotBytes());
        for (int i = 0; i < area; i++) {
            at += areas.get(i).bytes();
        }
        return at;
    }

    private long slotBytes() {
        return areas.stream().mapToLong(Area::bytes).sum();
    }

    long bytes() {
        return journal(2) + 2 * slotBytes();
    }

    void fits(BlockDevice device) throws IOException {
        if (bytes() > device.bytes()) {
            throw new IOException("the device has " + device.bytes() + " bytes, the layout needs " + bytes());
        }
    }
}
