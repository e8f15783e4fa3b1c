package dev.muster.server.facts;

import dev.muster.server.http.Request;
import dev.muster.server.web.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The times that a picture of the past shows: so far back as the reader asked, and never before anything was kept.
 *
 * @param ends when each step ends; the last one is the time that is shown
 * @param from the first of them that is shown
 * @param live whether that time is now
 */
public record Past(Levels levels, Span span, List<Instant> ends, int from, boolean live) {
    /** @param series what the picture shows; all of it is kept from the same minute on */
    public static Past of(Levels levels, List<String> series, Request request, Instant now, boolean live) {
        Optional<Instant> first = levels.first(series).filter(at -> !at.isAfter(now));
        Span span = Span.of(request, first, now);
        List<Instant> ends = span.ends(now);
        int from = first.map(at ->
                        (int) ends.stream().takeWhile(end -> end.isBefore(at)).count())
                .orElse(ends.size());
        return new Past(levels, span, ends, from, live);
    }

    /** Nothing was kept yet at the time that is shown. */
    public boolean empty() {
        return from == ends.size();
    }

    /** What stands below the numbers. */
    public List<String> points() {
        return ends.subList(from, ends.size()).stream().map(span::label).toList();
    }

    /** How much there was. */
    public List<Long> levels(String series) {
        return levels.at(series, ends, live).subList(from, ends.size());
    }

    /** The same, where it is known how much there is at the end. */
    public List<Long> levels(String series, long last) {
        List<Long> all = new ArrayList<>(levels(series));
        if (!all.isEmpty()) {
            all.set(all.size() - 1, last);
        }
        return all;
    }

    /** How much came to a total in each step; what came before the first one that is shown is not known to be of it. */
    public List<Long> gained(String series) {
        List<Long> all = levels.at(series, ends, live);
        return IntStream.range(from, ends.size())
                .mapToObj(i -> i == 0 ? 0L : all.get(i) - all.get(i - 1))
                .toList();
    }
}
