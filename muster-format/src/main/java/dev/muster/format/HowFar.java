package dev.muster.format;

/** Told how far long work has come, by whoever does it: often, on its own thread, and from the beginning of each part. */
@FunctionalInterface
public interface HowFar {
    /** For work that nobody waits for. */
    HowFar UNASKED = (what, done, all) -> {};

    /**
     * So much is done.
     *
     * @param what is counted, in the plural; another word begins another part of the work
     * @param all how much there is of it
     */
    void at(String what, long done, long all);
}
