package dev.muster.checks.vm;

import dev.muster.agent.block.BlockState;
import dev.muster.agent.state.Slot;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** When the power is cut, in the order in which an update comes by. A device may have gone on by the time it is cut. */
enum Moment {
    /** A quarter of the image has come. */
    COMING,
    /** All of it is on the disk. */
    WRITTEN,
    /** It is to be started next. */
    CHOSEN,
    /** It runs, on trial. */
    STARTED,
    /** It was affirmed, and stays. */
    CONFIRMED;

    private static final long LOOK_MILLIS = 3;
    private static final int QUARTER = 25;
    private static final int WHOLE = 100;

    /** Looks often: some of them are over in a moment. */
    void await(SlotImages slots, Duration longest) throws InterruptedException {
        for (long end = System.nanoTime() + longest.toNanos(); !isReached(slots); ) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the update does not come to " + this);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean isReached(SlotImages slots) {
        try {
            return reached(slots);
        } catch (IOException writtenJustNow) {
            return false;
        }
    }

    private boolean reached(SlotImages slots) throws IOException {
        return switch (this) {
            case COMING -> slots.written(QUARTER);
            case WRITTEN -> slots.written(WHOLE);
            case CHOSEN -> slots.state().next().equals(Optional.of(Slot.B)) || runs(slots.state());
            case STARTED -> runs(slots.state());
            case CONFIRMED -> slots.state().sequence() == slots.newer().sequence();
        };
    }

    private static boolean runs(BlockState state) {
        return state.active() == Slot.B;
    }
}
