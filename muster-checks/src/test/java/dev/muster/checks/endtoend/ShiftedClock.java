package dev.muster.checks.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, ahead of it by as much as a test says. */
final class ShiftedClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    /** Lets so much time pass at once; negative sets it back. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }
}
