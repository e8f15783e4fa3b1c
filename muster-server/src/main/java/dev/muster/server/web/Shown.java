package dev.muster.server.web;

import dev.muster.core.ledger.Fact;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How single things look, the same on every page. */
public final class Shown {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Shown() {}

    /** An age for people, the exact time for machines and for whoever points at it. */
    public static Html.Node time(Instant at, Instant now) {
        return Html.el(
                "time",
                Html.attr("datetime", at.truncatedTo(ChronoUnit.MILLIS).toString()),
                Html.attr("title", EXACT.format(at)),
                Html.text(age(at, now)));
    }

    public static String exact(Instant at) {
        return EXACT.format(at);
    }

    private static String age(Instant at, Instant now) {
        long seconds = Duration.between(at, now).toSeconds();
        if (seconds < 0) {
            return "in the future";
        }
        if (seconds < 120) {
            return seconds + " s ago";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
    }

    /** A word with a colour of its own; the word alone must be enough, colour is a second channel. */
    public static Html.Node badge(String word) {
        String shown = word.isEmpty() ? "none" : word;
        return badge(shown, tone(shown));
    }

    /** @param tone {@code good}, {@code fair}, {@code bad} or {@code plain} */
    public static Html.Node badge(String word, String tone) {
        return Html.el("span", Html.attr("class", "badge " + tone), Html.text(word));
    }

    private static String tone(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "affirming", "operational", "supported", "match", "attested", "done" -> "good";
            case "warning", "degraded", "partly", "stale", "maintenance", "joining", "open" -> "fair";
            case "contraindicated", "quarantined", "not supported", "safe-stop", "mismatch", "failed", "refused" ->
                "bad";
            default -> "plain";
        };
    }

    public static Html.Node grade(Fact fact) {
        return Html.el(
                "span",
                Html.attr("class", "grade"),
                Html.text(fact.grade().name().toLowerCase(Locale.ROOT)));
    }
}
