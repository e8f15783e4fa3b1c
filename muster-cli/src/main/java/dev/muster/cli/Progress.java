package dev.muster.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far long work has come: how much of how much, and how long it will still take at the pace so far. A line on standard
 * error every few seconds; work that is over sooner says nothing.
 */
public final class Progress {
    private static final long EVERY_NANOS = Duration.ofSeconds(3).toNanos();

    private final Screen screen;
    private final String what;
    private final long all;
    private final LongSupplier nanos;
    private final long begun;
    private long said;

    /**
     * @param what is counted, in the plural
     * @param all how much there is
     */
    public Progress(Screen screen, String what, long all) {
        this(screen, what, all, System::nanoTime);
    }

    Progress(Screen screen, String what, long all, LongSupplier nanos) {
        this.screen = screen;
        this.what = what;
        this.all = all;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.said = begun;
    }

    /** So much is done. May be called by another thread than the one that prints results. */
    public synchronized void at(long done) {
        long now = nanos.getAsLong();
        if (now - said < EVERY_NANOS || done <= 0 || done >= all) {
            return;
        }
        said = now;
        long left = Math.round((double) (now - begun) / done * (all - done));
        screen.progress(String.format(
                Locale.ROOT,
                "%,d of %,d %s, %d %%, about %s left",
                done,
                all,
                what,
                done * 100 / all,
                words(Duration.ofNanos(left))));
    }

    private static String words(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
