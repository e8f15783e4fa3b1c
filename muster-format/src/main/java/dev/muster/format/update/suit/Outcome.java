package dev.muster.format.update.suit;

import java.util.List;
import java.util.Optional;

/** How a procedure ended. */
public sealed interface Outcome {

    /** What the manifest asked to have recorded, in order. */
    List<SuitRecord> records();

    /** Every command ran and every condition held. */
    record Completed(List<SuitRecord> records) implements Outcome {
        public Completed {
            records = List.copyOf(records);
        }
    }

    /**
     * It stopped. What was begun is left as it is; the device's slots keep it from being used.
     *
     * @param at the command, when one is to blame
     * @param detail one sentence for people
     */
    record Stopped(Reason reason, Optional<SuitRecord> at, String detail, List<SuitRecord> records) implements Outcome {
        public Stopped {
            records = List.copyOf(records);
        }
    }
}
