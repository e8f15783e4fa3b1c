package dev.muster.ledger.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times in the database are epoch microseconds in a BIGINT: sortable, exact to what clocks give, good until 294247. */
public final class Micros {
    private static final long PER_SECOND = 1_000_000L;

    private Micros() {}

    /** Truncates to microseconds. @throws ArithmeticException outside the range of a long */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
