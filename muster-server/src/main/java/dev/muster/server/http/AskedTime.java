package dev.muster.server.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** A time as somebody asks for it: RFC 3339, or without a zone, as browsers send what was chosen in a calendar. */
final class AskedTime {
    /** To the minute or to the second. */
    private static final Pattern WITHOUT_ZONE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?");

    private AskedTime() {}

    /**
     * A time without a zone is UTC.
     *
     * @throws java.time.format.DateTimeParseException when it is no time
     */
    static Instant of(String text) {
        return WITHOUT_ZONE.matcher(text).matches()
                ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                : Instant.parse(text);
    }
}
