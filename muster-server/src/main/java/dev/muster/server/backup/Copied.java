package dev.muster.server.backup;

import dev.muster.format.HowFar;

/** How much of many files, one after the other, has been copied. */
final class Copied {
    private final HowFar howFar;
    private final String what;
    private final long all;
    private long sum;

    Copied(HowFar howFar, String what, long all) {
        this.howFar = howFar;
        this.what = what;
        this.all = all;
        howFar.at(what, 0, all);
    }

    void more(long bytes) {
        sum += bytes;
        howFar.at(what, sum, all);
    }
}
