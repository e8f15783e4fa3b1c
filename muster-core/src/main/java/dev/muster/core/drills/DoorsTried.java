package dev.muster.core.drills;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * The server tried its own doors, from outside and without credentials. Subject: {@code org/<id>}.
 *
 * @param trials each once, by name
 */
@EntryType("drills.doors-tried")
public record DoorsTried(List<Trial> trials) implements DrillEvent {
    public DoorsTried {
        trials = List.copyOf(trials);
    }

    /**
     * One trial.
     *
     * @param name such as {@code reads}: a key of {@link DrillFacts} without its beginning
     * @param came {@link #HELD}, {@link #GAVE} or {@link #UNCLEAR}
     * @param detail what was seen, one sentence for people
     */
    public record Trial(String name, String came, String detail) {
        /** It was as it should be. */
        public static final String HELD = "held";

        /** It was not. */
        public static final String GAVE = "gave";

        /** Neither was seen: nobody answered, or there is nothing to try. */
        public static final String UNCLEAR = "unclear";
    }
}
