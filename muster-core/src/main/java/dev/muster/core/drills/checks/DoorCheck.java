package dev.muster.core.drills.checks;

import dev.muster.core.drills.DoorsTried;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether a trial at the server's own doors came out as it should. */
final class DoorCheck extends StandardCheck {
    /** The doors are tried about daily; a server that does nothing for a weekend has shown nothing since. */
    private static final Duration TRIED_MAX = Duration.ofDays(2);

    private final FactKey key;

    DoorCheck(String id, String statement, FactKey key, String remedy) {
        super(id, statement, List.of(key), TRIED_MAX, remedy);
        this.key = key;
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, key)) {
            case DoorsTried.Trial.HELD -> Judgement.holds("the server tried it from outside, and it holds");
            case DoorsTried.Trial.GAVE -> Judgement.breached("the server tried it from outside, and it does not hold");
            case String other -> Judgement.undecided("the trial came to " + other);
        };
    }
}
