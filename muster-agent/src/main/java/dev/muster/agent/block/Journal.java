package dev.muster.agent.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Append-only, one entry a sector, each sealed over the one before it, so that an entry of an older journal in the same
 * place never follows. A manifest's journal begins in the half that the last one is not in: until its first entry is whole,
 * the last one stands. One thread at a time.
 *
 * <p>A sector: {@code magic | epoch | number | seal of the entry before | length | CBOR | zeros | seal}.
 */
final class Journal {
    private static final int MAGIC = 0x4d53_4a4e;
    private static final int HEAD = 4 + 8 + 4 + Seal.BYTES + 2;

    /** Kept free of checkpoints: an install cannot do without its other entries, for eight areas. */
    private static final int RESERVED = 13;

    private final BlockDevice device;
    private final Geometry geometry;
    private final List<JournalEntry> entries = new ArrayList<>();
    private long epoch;
    private byte[] last = new byte[Seal.BYTES];

    private Journal(BlockDevice device, Geometry geometry) {
        this.device = device;
        this.geometry = geometry;
    }

    static Journal open(BlockDevice device, Geometry geometry) throws IOException {
        Journal first = half(device, geometry, 0);
        Journal second = half(device, geometry, 1);
        return first.epoch > second.epoch ? first : second;
    }

    private static Journal half(BlockDevice device, Geometry geometry, int half) throws IOException {
        Journal journal = new Journal(device, geometry);
        byte[] sector = new byte[BlockDevice.SECTOR];
        for (int number = 0; number < geometry.journalSectors(); number++) {
            device.read(geometry.journal(half) + (long) number * sector.length, sector, 0, sector.length);
            if (!journal.follow(sector, number)) {
                break;
            }
        }
        return journal;
    }

    /** Takes over an entry when it is whole and follows the one before. */
    private boolean follow(byte[] sector, int number) {
        ByteBuffer in = ByteBuffer.wrap(sector);
        if (in.getInt() != MAGIC || !Seal.whole(sector)) {
            return false;
        }
        long itsEpoch = in.getLong();
        if (in.getInt() != number || (number > 0 && itsEpoch != epoch)) {
            return false;
        }
        byte[] before = new byte[Seal.BYTES];
        in.get(before);
        int length = in.getShort();
        if (!Arrays.equals(before, last) || length < 0 || HEAD + length > sector.length - Seal.BYTES) {
            return false;
        }
        Optional<JournalEntry> entry = JournalEntry.parse(sector, HEAD, length);
        if (entry.isEmpty() || (number == 0) != (entry.get() instanceof JournalEntry.Begun)) {
            return false;
        }
        epoch = itsEpoch;
        last = Arrays.copyOfRange(sector, sector.length - Seal.BYTES, sector.length);
        entries.add(entry.get());
        return true;
    }

    /** Oldest first; the first one is {@link JournalEntry.Begun}, unless nothing ever happened. */
    List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** A new manifest: the next entries are about it. */
    void begin(JournalEntry.Begun begun) throws IOException {
        epoch++;
        last = new byte[Seal.BYTES];
        entries.clear();
        write(begun);
    }

    /** Appends and flushes, and with it everything that was written before. */
    void append(JournalEntry entry) throws IOException {
        if (entries.isEmpty()) {
            throw new IllegalStateException("a journal begins with a manifest");
        }
        if (entries.size() == geometry.journalSectors()) {
            // What it says already stays true; only this step is not told, and nothing else may fail for it.
            return;
        }
        write(entry);
    }

    boolean has(JournalEntry entry) {
        return entries.contains(entry);
    }

    /** Whether a checkpoint still fits beside what must fit. */
    boolean hasRoomForCheckpoints() {
        return entries.size() < geometry.journalSectors() - RESERVED;
    }

    private void write(JournalEntry entry) throws IOException {
        byte[] content = entry.encode();
        ByteBuffer sector = ByteBuffer.allocate(BlockDevice.SECTOR);
        sector.putInt(MAGIC).putLong(epoch).putInt(entries.size()).put(last);
        sector.putShort((short) content.length).put(content);
        Seal.close(sector.array());
        long at = geometry.journal((int) (epoch % 2)) + (long) entries.size() * BlockDevice.SECTOR;
        device.flush();
        device.write(at, sector.array(), 0, BlockDevice.SECTOR);
        device.flush();
        last = Arrays.copyOfRange(sector.array(), BlockDevice.SECTOR - Seal.BYTES, BlockDevice.SECTOR);
        entries.add(entry);
    }
}
