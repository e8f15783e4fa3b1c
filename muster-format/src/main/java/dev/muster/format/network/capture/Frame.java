package dev.muster.format.network.capture;

import java.time.Instant;

/**
 * One frame as it was seen.
 *
 * @param link the kind of link, by its number in the registry of pcap's link types
 * @param bytes what was kept of it
 */
public record Frame(Instant at, int link, byte[] bytes) {
    /** Link types that are understood. */
    public static final int ETHERNET = 1;

    public static final int RAW = 101;
    public static final int COOKED = 113;
    public static final int COOKED2 = 276;

    /** Not copied: a capture has millions, and nobody else holds them. */
    public Frame {}

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame that && at.equals(that.at) && java.util.Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return at.hashCode();
    }
}
