package dev.muster.agent.state;

import java.util.Optional;

/**
 * What a boot loader keeps: which slot runs, and what to try next. Changed only through {@link BootStore}.
 *
 * @param active the slot that runs since the last boot
 * @param next the slot to start at the next boot, when it is not the active one
 * @param trial whether the active slot runs on trial: until it is confirmed, the next boot goes back to the other one
 * @param sequence the highest SUIT sequence number that was confirmed; a manifest below it is refused
 * @param boots how often this device has booted; grows by one each time
 */
public record BootState(Slot active, Optional<Slot> next, boolean trial, long sequence, long boots) {

    /** A device as it leaves the factory: slot A, confirmed, booted never. */
    public static BootState factory(long sequence) {
        return new BootState(Slot.A, Optional.empty(), false, sequence, 0);
    }

    /** Asks that the next boot starts this slot. */
    public BootState startNext(Slot slot) {
        return new BootState(active, Optional.of(slot), trial, sequence, boots);
    }

    /** The active slot has proved itself: it stays, and no older manifest than this one is obeyed any more. */
    public BootState confirm(long confirmedSequence) {
        return new BootState(active, next, false, Math.max(sequence, confirmedSequence), boots);
    }

    /**
     * What the boot loader makes of this state. A requested slot is started on trial; a trial that nobody confirmed
     * before the next boot is taken as failed, and the other slot runs again.
     */
    public BootState boot() {
        if (next.isPresent() && next.get() != active) {
            return new BootState(next.get(), Optional.empty(), true, sequence, boots + 1);
        }
        if (trial) {
            return new BootState(active.other(), Optional.empty(), false, sequence, boots + 1);
        }
        return new BootState(active, Optional.empty(), false, sequence, boots + 1);
    }
}
