package dev.muster.server.web;

import dev.muster.server.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How far a picture looks back, in steps of which each is a whole number of minutes; {@code span} of the URL. */
public enum Span {
    HOUR(Duration.ofMinutes(1), 60, "HH:mm"),
    DAY(Duration.ofMinutes(30), 48, "d MMM HH:mm"),
    WEEK(Duration.ofHours(3), 56, "d MMM HH:mm"),
    MONTH(Duration.ofHours(12), 60, "d MMM HH:mm");

    private final Duration step;
    private final int steps;
    private final DateTimeFormatter label;

    Span(Duration step, int steps, String label) {
        this.step = step;
        this.steps = steps;
        this.label = DateTimeFormatter.ofPattern(label, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    public Duration step() {
        return step;
    }

    public int steps() {
        return steps;
    }

    /** What the reader asked for; else the shortest that shows everything since {@code first}, a week at most. */
    public static Span of(Request request, Optional<Instant> first, Instant now) {
        String asked = request.query("span").orElse("");
        return Stream.of(values())
                .filter(one -> one.word().equals(asked))
                .findFirst()
                .orElseGet(() -> Stream.of(HOUR, DAY)
                        .filter(one ->
                                first.isEmpty() || !first.get().isBefore(now.minus(one.step.multipliedBy(one.steps))))
                        .findFirst()
                        .orElse(WEEK));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** When each step ends, in order; the last one is the time that is shown. */
    public List<Instant> ends(Instant now) {
        return IntStream.range(0, steps)
                .mapToObj(i -> now.minus(step.multipliedBy(steps - 1L - i)))
                .toList();
    }

    /** Below the numbers. */
    public String label(Instant at) {
        return label.format(at);
    }

    /** The same page with another span. */
    public Html.Node links(Address here) {
        return Html.el(
                "nav",
                Html.attr("class", "spans"),
                Html.attr("aria-label", "How far back"),
                Html.each(
                        List.of(values()),
                        one -> Html.el(
                                "a",
                                Html.attr("href", here.with("span", one.word()).toString()),
                                Html.attr("aria-current", one == this ? "true" : "false"),
                                Html.text(one.word()))));
    }
}
