package dev.muster.guard.integrity;

import dev.muster.format.devices.manifest.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Whether somebody set the clock: the wall clock is compared with one that only runs. A machine that slept looks like one whose
 * clock was set forward, for the running clock sleeps too. One thread at a time.
 */
public final class ClockWatch {
    /** A second: what keeps a clock moves it by less between two looks (chrony and timesyncd slew). */
    private static final Duration STEP = Duration.ofSeconds(1);

    /** Both clocks are read within this, or the reading says nothing: the machine was busy in between. */
    private static final long READ_NANOS_MAX = 100_000_000;

    /** A busy machine is read later. */
    private static final int TRIES_MAX = 3;

    private final InstantSource wall;
    private final LongSupplier running;
    private final Teller teller;
    private Instant wallThen;
    private long runningThen;

    /**
     * @param wall the clock that people set
     * @param running nanoseconds of one that nobody sets
     */
    public ClockWatch(InstantSource wall, LongSupplier running, Teller teller) {
        this.wall = wall;
        this.running = running;
        this.teller = teller;
        this.wallThen = wall.instant();
        this.runningThen = running.getAsLong();
    }

    /** Looks; to be called every second or so. */
    public void look() {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            long before = running.getAsLong();
            Instant wallNow = wall.instant();
            if (running.getAsLong() - before <= READ_NANOS_MAX) {
                judge(wallNow, before);
                return;
            }
        }
    }

    private void judge(Instant wallNow, long runningNow) {
        Duration step = Duration.between(wallThen, wallNow).minusNanos(runningNow - runningThen);
        wallThen = wallNow;
        runningThen = runningNow;
        if (step.abs().compareTo(STEP) >= 0) {
            teller.violated(
                    Violation.CLOCK_STEPPED,
                    (step.isNegative() ? "back" : "forward") + " by "
                            + step.abs().toSeconds() + " s",
                    "");
        }
    }
}
