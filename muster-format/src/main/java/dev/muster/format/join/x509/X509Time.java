package dev.muster.format.join.x509;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as certificates and lists have them (RFC 5280 §4.1.2.5): UTCTime through 2049, GeneralizedTime after, whole seconds. */
final class X509Time {
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int LAST_UTC_YEAR = 2049;

    private X509Time() {}

    /** The whole element. */
    static byte[] of(Instant instant) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        boolean utc = at.getYear() <= LAST_UTC_YEAR;
        byte[] time = new byte[utc ? 15 : 17];
        time[0] = (byte) (utc ? UTC_TIME : GENERALIZED_TIME);
        time[1] = (byte) (time.length - 2);
        int place = 2;
        if (!utc) {
            place = digits(at.getYear() / 100, time, place);
        }
        place = digits(at.getYear() % 100, time, place);
        place = digits(at.getMonthValue(), time, place);
        place = digits(at.getDayOfMonth(), time, place);
        place = digits(at.getHour(), time, place);
        place = digits(at.getMinute(), time, place);
        place = digits(at.getSecond(), time, place);
        time[place] = 'Z';
        return time;
    }

    private static int digits(int value, byte[] out, int at) {
        out[at] = (byte) ('0' + value / 10);
        out[at + 1] = (byte) ('0' + value % 10);
        return at + 2;
    }
}
