package dev.muster.cli;

import dev.muster.format.HowFar;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far long work has come: how much of how much, and how long it will still take at the pace so far. A line on standard
 * error every few seconds, where a person sits at a terminal; work that is over sooner says nothing, and so does every work in
 * a pipe or with {@code --json}.
 */
public final class Progress implements HowFar {
    static final Duration EVERY = Duration.ofSeconds(3);

    private final Screen screen;
    private String what;
    private long all;
    private long begun;
    private long said;

    /** Of work with parts, each of which says itself what it counts. */
    public Progress(Screen screen) {
        this(screen, "", 0);
    }

    /**
     * @param what is counted, in the plural
     * @param all how much there is
     */
    public Progress(Screen screen, String what, long all) {
        this.screen = screen;
        this.what = what;
        this.all = all;
        this.begun = screen.watch().map(LongSupplier::getAsLong).orElse(0L);
        this.said = begun;
    }

    /** So much is done. May be called by another thread than the one that prints results. */
    public synchronized void at(long done) {
        screen.watch().ifPresent(watch -> at(done, watch.getAsLong()));
    }

    /** A part with another name has its own pace: what another one took says nothing about it. */
    @Override
    public synchronized void at(String part, long done, long ofAll) {
        if (!part.equals(what)) {
            what = part;
            begun = screen.watch().map(LongSupplier::getAsLong).orElse(0L);
        }
        all = ofAll;
        at(done);
    }

    private void at(long done, long now) {
        if (now - said < EVERY.toNanos() || now <= begun || done <= 0 || done >= all) {
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
                Math.round(Math.floor(done * 100.0 / all)),
                words(Duration.ofNanos(left))));
    }

    static String words(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
