package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the boot loader does: it starts only a slot that holds what the state says. One thread at a time. */
public final class BlockBoot {
    private final BlockDevice device;
    private final RollbackCounter counter;

    public BlockBoot(BlockDevice device, RollbackCounter counter) {
        this.device = device;
        this.counter = counter;
    }

    /** Lays a new device out. Whatever was on it is forgotten. */
    public void make(Geometry geometry) throws IOException {
        byte[] nothing = new byte[BlockDevice.SECTOR];
        for (int half = 0; half < 2; half++) {
            device.write(geometry.journal(half), nothing, 0, nothing.length);
        }
        Superblocks.make(device, geometry, BlockState.empty(Math.max(0, counter.read())));
    }

    /** Puts images into a slot outside of any update and confirms them: how a device is made in the factory. */
    public void provision(Slot slot, List<byte[]> contents, long sequence, String version) throws IOException {
        Superblocks blocks = Superblocks.open(device);
        blocks.write(blocks.state().without(slot));
        Journal journal = Journal.open(device, blocks.geometry());
        List<SlotImage.Content> written = new ArrayList<>();
        for (int area = 0; area < contents.size(); area++) {
            byte[] content = contents.get(area);
            AreaWriter writer = new AreaWriter(
                    device,
                    journal,
                    AreaWriter.Pace.STANDARD,
                    blocks.geometry(),
                    slot,
                    area,
                    SuitDigest.Algorithm.SHA_256,
                    new byte[0]);
            // One write: a factory has no journal to continue from.
            writer.write(content, 0, content.length);
            writer.finish();
            written.add(new SlotImage.Content(SuitDigest.sha256(content), content.length));
        }
        BlockState state = blocks.state().with(slot, new SlotImage(sequence, version, written));
        blocks.write(
                new BlockState(slot, Optional.empty(), 0, sequence, state.advances(), state.boots(), state.images()));
    }

    public BlockState state() throws IOException {
        return Superblocks.open(device).state();
    }

    /** Whether a slot holds what the state says, every byte read. */
    public boolean bootable(Slot slot) throws IOException {
        Superblocks blocks = Superblocks.open(device);
        return new BlockSlots(device, blocks.geometry()).bootable(blocks.state(), slot);
    }

    /**
     * Starts the device: decides the slot and keeps the decision.
     *
     * @throws IOException when neither slot holds what its record says, or the disk is an older one than the counter saw:
     *     then nothing is started
     */
    public BlockState start() throws IOException {
        Superblocks blocks = Superblocks.open(device);
        catchUp(blocks.state());
        BlockSlots slots = new BlockSlots(device, blocks.geometry());
        Journal journal = Journal.open(device, blocks.geometry());
        BlockState before = blocks.state();
        BlockState booted = decide(before);
        if (!slots.bootable(before, booted.active())) {
            Slot other = booted.active().other();
            if (!slots.bootable(before, other)) {
                throw new IOException("neither slot holds what its record says");
            }
            booted = before.started(other, 0);
        }
        blocks.write(booted);
        tell(journal, booted);
        return booted;
    }

    private static BlockState decide(BlockState state) {
        if (state.next().isPresent() && state.next().get() != state.active()) {
            return state.started(state.next().get(), 1);
        }
        if (state.trials() >= BlockState.MOST_TRIALS) {
            return state.started(state.active().other(), 0);
        }
        return state.started(state.active(), state.trials() == 0 ? 0 : state.trials() + 1);
    }

    /** The journal is brought to what the state says, in case a cut came between the two. */
    private static void tell(Journal journal, BlockState state) throws IOException {
        List<JournalEntry> entries = journal.entries();
        if (entries.isEmpty() || !(entries.getFirst() instanceof JournalEntry.Begun begun)) {
            return;
        }
        boolean runs = state.active() == begun.target()
                && state.image(begun.target())
                        .map(image -> image.sequence() == begun.sequence())
                        .orElse(false);
        boolean proved = state.trials() == 0 && Long.compareUnsigned(state.sequence(), begun.sequence()) >= 0;
        if (runs) {
            append(journal, proved ? new JournalEntry.Confirmed(begun.sequence()) : new JournalEntry.Started());
        } else if (ran(entries.getLast())) {
            append(journal, new JournalEntry.FellBack());
        }
    }

    private static boolean ran(JournalEntry last) {
        return last instanceof JournalEntry.Started || last instanceof JournalEntry.Confirmed;
    }

    private static void append(Journal journal, JournalEntry entry) throws IOException {
        if (!journal.entries().getLast().equals(entry)) {
            journal.append(entry);
        }
    }

    /**
     * The running slot has proved itself (its evidence was accepted): it stays, and no older manifest is obeyed from now
     * on. The counter goes last.
     */
    public BlockState confirm() throws IOException {
        Superblocks blocks = Superblocks.open(device);
        BlockState state = blocks.state();
        Optional<SlotImage> image = state.image(state.active());
        if (image.isEmpty()) {
            return state;
        }
        BlockState confirmed = state.confirmed(image.get().sequence());
        if (!confirmed.equals(state)) {
            blocks.write(confirmed);
            tell(Journal.open(device, blocks.geometry()), confirmed);
        }
        catchUp(confirmed);
        return confirmed;
    }

    private void catchUp(BlockState state) throws IOException {
        long seen = counter.read();
        if (seen < 0) {
            return;
        }
        if (state.advances() < seen || state.advances() > seen + 1) {
            throw new IOException("this disk was confirmed " + state.advances() + " times, the counter says " + seen
                    + ": it is an older copy, or another device's");
        }
        if (state.advances() == seen + 1) {
            counter.advance();
        }
    }

    /**
     * Asks that the next start is from the other slot, if what lies in it is good. The sequence floor stays: it governs
     * what may be installed, not what an operator may fall back to.
     */
    public boolean rollBack() throws IOException {
        Superblocks blocks = Superblocks.open(device);
        Slot other = blocks.state().active().other();
        if (!new BlockSlots(device, blocks.geometry()).bootable(blocks.state(), other)) {
            return false;
        }
        blocks.write(blocks.state().choose(other));
        return true;
    }

    /** What became of the newest manifest, as the journal has it. */
    public Optional<Account> account() throws IOException {
        Superblocks blocks = Superblocks.open(device);
        return Account.of(Journal.open(device, blocks.geometry()).entries());
    }
}
