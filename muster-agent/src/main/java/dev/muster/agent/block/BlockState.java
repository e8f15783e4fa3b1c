package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the boot loader knows: all of it in one record, so that it changes as one.
 *
 * @param active the slot that runs since the last start
 * @param next the slot to start next, when it is not the active one
 * @param trials how often the active slot was started without having proved itself; 0 when it has
 * @param sequence the highest SUIT sequence number that was confirmed; a manifest below it is refused
 * @param advances how often {@code sequence} has grown: what the {@link RollbackCounter} must show
 * @param boots how often the device was started
 * @param images what each slot holds
 */
public record BlockState(
        Slot active,
        Optional<Slot> next,
        int trials,
        long sequence,
        long advances,
        long boots,
        Map<Slot, SlotImage> images) {

    /** A slot on trial is started so often before the other one runs again: power may fail during a trial, too. */
    public static final int MOST_TRIALS = 3;

    public BlockState {
        images = Map.copyOf(images);
    }

    /** Before anything was installed: the first image is put into a slot by {@link BlockBoot#provision}. */
    static BlockState empty(long advances) {
        return new BlockState(Slot.A, Optional.empty(), 0, 0, advances, 0, Map.of());
    }

    public Optional<SlotImage> image(Slot slot) {
        return Optional.ofNullable(images.get(slot));
    }

    /** The slot is not to be started from here on, and nothing waits to start it. */
    BlockState without(Slot slot) {
        Map<Slot, SlotImage> left = new EnumMap<>(Slot.class);
        left.putAll(images);
        left.remove(slot);
        return new BlockState(active, next.filter(chosen -> chosen != slot), trials, sequence, advances, boots, left);
    }

    BlockState with(Slot slot, SlotImage image) {
        Map<Slot, SlotImage> all = new EnumMap<>(Slot.class);
        all.putAll(images);
        all.put(slot, image);
        return new BlockState(active, next, trials, sequence, advances, boots, all);
    }

    BlockState choose(Slot slot) {
        return new BlockState(active, Optional.of(slot), trials, sequence, advances, boots, images);
    }

    /** Started from this slot; {@code trial} counts from 1, 0 for a slot that has proved itself. */
    BlockState started(Slot slot, int trial) {
        return new BlockState(slot, Optional.empty(), trial, sequence, advances, boots + 1, images);
    }

    /** The active slot has proved itself. */
    BlockState confirmed(long confirmedSequence) {
        boolean grows = Long.compareUnsigned(confirmedSequence, sequence) > 0;
        return new BlockState(
                active, next, 0, grows ? confirmedSequence : sequence, grows ? advances + 1 : advances, boots, images);
    }
}
