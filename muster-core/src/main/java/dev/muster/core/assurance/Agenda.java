package dev.muster.core.assurance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * At which moment time alone may change which finding of one device. Only findings that will change take room: most of
 * them never do. Times are epoch microseconds, rounded up, as the ledger's are.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never handed out
record Agenda(short[] places, long[] micros) {
    /** No time at all. */
    static final long NEVER = Long.MAX_VALUE;

    static final Agenda EMPTY = new Agenda(new short[0], new long[0]);

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    /** Far beyond the life of anything, and it does not overflow. */
    private static final long SECONDS_MAX = NEVER / MICROS_PER_SECOND - 1;

    /** The first microsecond that is not before it; {@link #NEVER} for what lies beyond them. */
    static long ceiling(Instant moment) {
        if (moment.getEpochSecond() > SECONDS_MAX) {
            return NEVER;
        }
        long seconds = Math.max(moment.getEpochSecond(), -SECONDS_MAX);
        return seconds * MICROS_PER_SECOND + Math.ceilDiv(moment.getNano(), NANOS_PER_MICRO);
    }

    /** The microsecond that a moment lies in. */
    static long floor(Instant moment) {
        return ceiling(moment.truncatedTo(ChronoUnit.MICROS));
    }

    /** @param times by place; {@link #NEVER} takes no room */
    static Agenda of(long[] times) {
        int count = (int) Arrays.stream(times).filter(time -> time != NEVER).count();
        short[] places = new short[count];
        long[] micros = new long[count];
        int next = 0;
        for (int place = 0; place < times.length; place++) {
            if (times[place] != NEVER) {
                places[next] = (short) place;
                micros[next++] = times[place];
            }
        }
        return new Agenda(places, micros);
    }

    /** The times by place, of so many places. */
    long[] times(int count) {
        long[] times = new long[count];
        Arrays.fill(times, NEVER);
        for (int i = 0; i < places.length; i++) {
            times[places[i]] = micros[i];
        }
        return times;
    }

    long earliest() {
        long earliest = NEVER;
        for (long time : micros) {
            earliest = Math.min(earliest, time);
        }
        return earliest;
    }

    /** Names the places whose time has come. */
    void due(long now, IntConsumer place) {
        for (int i = 0; i < places.length; i++) {
            if (micros[i] <= now) {
                place.accept(places[i]);
            }
        }
    }
}
