package dev.muster.core.update;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When a release may be offered: a stretch of some days of the week, in UTC, because a zone's rules change and an entry's
 * meaning must not.
 *
 * @param days on which it begins
 * @param from whole minutes
 * @param length more than nothing, at most a day
 */
public record Window(Set<DayOfWeek> days, LocalTime from, Duration length) {
    private static final Pattern TEXT = Pattern.compile(
            "(?:([A-Za-z]{3}(?:,[A-Za-z]{3}){0,6}) )?([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])");
    private static final Duration DAY = Duration.ofDays(1);

    /** @throws IllegalArgumentException without a day, or when it is longer than a day */
    public Window {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("window: at least one day");
        }
        if (length.isZero() || length.isNegative() || length.compareTo(DAY) > 0) {
            throw new IllegalArgumentException("window: at most a day long");
        }
    }

    /**
     * Reads {@code 02:00-05:00} (every day) or {@code Sat,Sun 22:00-04:00}; an end at or before the begin is on the next day.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Window parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("window: such as 02:00-05:00 or Sat,Sun 22:00-04:00, in UTC");
        }
        LocalTime from = LocalTime.of(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        LocalTime until = LocalTime.of(Integer.parseInt(parts.group(4)), Integer.parseInt(parts.group(5)));
        Duration length = Duration.between(from, until);
        return new Window(days(parts.group(1)), from, length.isPositive() ? length : length.plus(DAY));
    }

    private static Set<DayOfWeek> days(String words) {
        if (words == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String word : words.split(",", -1)) {
            days.add(EnumSet.allOf(DayOfWeek.class).stream()
                    .filter(day -> name(day).equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("window: " + word + " is no day of the week")));
        }
        return days;
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ROOT);
    }

    /** The inverse of {@link #parse}. */
    public String text() {
        String time = from + "-" + from.plus(length);
        return days.size() == 7
                ? time
                : days.stream().sorted().map(Window::name).collect(Collectors.joining(",")) + " " + time;
    }

    public boolean open(Instant at) {
        return began(at, 0) || began(at, 1);
    }

    /** Whether the stretch that began so many days before {@code at} reaches it. */
    private boolean began(Instant at, int daysBefore) {
        OffsetDateTime begin = at.atOffset(ZoneOffset.UTC)
                .minusDays(daysBefore)
                .toLocalDate()
                .atTime(from)
                .atOffset(ZoneOffset.UTC);
        return days.contains(begin.getDayOfWeek())
                && !begin.toInstant().isAfter(at)
                && at.isBefore(begin.toInstant().plus(length));
    }

    /** When it opens next; {@code at} itself when it is open. */
    public Instant opens(Instant at) {
        if (open(at)) {
            return at;
        }
        OffsetDateTime day =
                at.atOffset(ZoneOffset.UTC).toLocalDate().atTime(from).atOffset(ZoneOffset.UTC);
        while (!days.contains(day.getDayOfWeek()) || !day.toInstant().isAfter(at)) {
            day = day.plusDays(1);
        }
        return day.toInstant();
    }
}
