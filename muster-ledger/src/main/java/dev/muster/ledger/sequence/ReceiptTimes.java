package dev.muster.ledger.sequence;

import java.util.function.LongUnaryOperator;

/**
 * Finds a time in a log. Times of receipt never decrease with the index, so a few dozen looks find one however long the
 * log is, and no index by time is kept.
 */
public final class ReceiptTimes {
    private ReceiptTimes() {}

    /**
     * How many of the first {@code size} were received at this time or before: they have the indexes below.
     *
     * @param micros epoch microseconds
     * @param receivedAt time of an index, in the same unit
     */
    public static long until(long micros, long size, LongUnaryOperator receivedAt) {
        long known = 0;
        long unknown = size;
        while (known < unknown) {
            long middle = (known + unknown) >>> 1;
            if (receivedAt.applyAsLong(middle) <= micros) {
                known = middle + 1;
            } else {
                unknown = middle;
            }
        }
        return known;
    }
}
